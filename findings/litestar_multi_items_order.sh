#!/usr/bin/env bash
# Litestar 2.25.0: `FormMultiDict.multi_items()` goes through a set of the names, so that the fields of a form come in another order in each
# process (its order depends on PYTHONHASHSEED); `items()` of the same object has every value, those of repeated fields too, as they were sent.
# Seen in November 2026: with 12 fields, three processes give three orders by multi_items(), and one order, that of the form, by items().
# What follows here: no module calls multi_items (tests/house/test_internals.py); a person's names were stored in random order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check litestar==2.25.0 multidict==7.2.1 2>/dev/null
cat >order.py <<'PYTHON'
import sys

from litestar.datastructures import FormMultiDict

sent = [(f"field-{number}", str(number)) for number in range(11)] + [("field-0", "again")]
form = FormMultiDict(sent)
if sys.argv[1] == "items":
    assert list(form.items()) == sent
    print("as sent")
else:
    print(" ".join(name for name, _ in form.multi_items()))
PYTHON
orders_of() {
    for seed in 1 2 3; do PYTHONHASHSEED=$seed venv/bin/python order.py "$1"; done | sort -u | wc -l
}
by_multi_items=$(orders_of multi_items)
by_items=$(orders_of items)
echo "orders in three processes: multi_items $by_multi_items, items $by_items"
[ "$by_multi_items" -eq 3 ] && [ "$by_items" -eq 1 ]
