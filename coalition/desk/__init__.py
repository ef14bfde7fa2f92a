"""The desk: the pages of coordinators and editors. Handlers only; the rules stand in the domain packages."""
