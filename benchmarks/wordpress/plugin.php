<?php
// Lets many comment from one address, since all organisations of the benchmark do, fetches nothing from elsewhere, and says how long an answer is.
add_filter('wp_is_comment_flood', '__return_false', 99);
add_filter('duplicate_comment_id', '__return_zero');
add_filter('pre_http_request', fn () => new WP_Error('offline'));
add_filter('pre_wp_mail', '__return_true');
ob_start(function ($page) {
    header('Content-Length: ' . strlen($page));
    return $page;
});
