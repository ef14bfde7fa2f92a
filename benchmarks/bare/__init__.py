"""A bare Litestar + Piccolo application, as their documentation shows it: one route that reads one row. The least that ours can cost."""
