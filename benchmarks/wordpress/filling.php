<?php
// Installs WordPress and writes a page of which organisations are the comments. Arguments: a file of JSON with the title, the text and the comments.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = getenv('BENCH_HOST');
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
require getenv('BENCH_SITE') . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Benchmark', 'ada', 'ada@example.org', true, '', wp_generate_password(24));
$given = json_decode(file_get_contents($argv[1]), true);
foreach (['comment_moderation' => 0, 'comment_previously_approved' => 0, 'comments_notify' => 0, 'moderation_notify' => 0, 'show_avatars' => 0,
    'page_comments' => 1, 'comments_per_page' => $given['shown'], 'default_comments_page' => 'oldest', 'permalink_structure' => '/%postname%/',
    'close_comments_for_old_posts' => 0] as $name => $value) {
    update_option($name, $value);
}
update_user_meta(1, 'show_admin_bar_front', 'false');
foreach (['few', 'waiting'] as $slug) {
    $page = wp_insert_post(['post_title' => $given['title'], 'post_content' => $given['text'], 'post_status' => 'publish', 'post_type' => 'post',
        'post_name' => $slug, 'comment_status' => 'open']);
    foreach ($given['comments'] as $comment) {
        wp_insert_comment(['comment_post_ID' => $page, 'comment_author' => $comment[0], 'comment_author_email' => $comment[1],
            'comment_content' => $comment[2], 'comment_approved' => 1]);
    }
    echo $page, "\n";
}
