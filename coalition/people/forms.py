"""The forms for signing in and for accounts."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from coalition.fields import EmailAddress, Form, InterfaceLanguage, Line, Name, Refused
from coalition.languages import Message
from coalition.people.passwords import SHORTEST
from coalition.people.tables import Role, Scope

# Phones begin with a capital letter; accounts are stored and looked up in lower case.
AccountAddress = Annotated[EmailAddress, AfterValidator(str.lower)]


class SignInForm(Form):
    """An e-mail address, and the password of an account that has one."""

    missing = {"email": Message("Write your e-mail address.")}

    email: AccountAddress
    password: SecretStr = SecretStr("")


class CoordinatorForm(Form):
    """A new account."""

    missing = {"email": Message("Write the e-mail address of your colleague."), "name": Message("Write the name of your colleague.")}

    email: AccountAddress
    name: Name
    role: Role = Role.COORDINATOR
    language: InterfaceLanguage = "en"


class TokenForm(Form):
    """What people call an API token, and what it may do."""

    name: Annotated[Line, Field(max_length=80)] = ""
    scope: Scope


class AccountForm(Form):
    """Changes of a person's own account."""

    missing = {"name": Message("Write your name.")}

    name: Name
    language: InterfaceLanguage


def _long_enough(password: SecretStr) -> SecretStr:
    if len(password.get_secret_value()) < SHORTEST:
        raise Refused(Message("Use at least {count} characters; several words are easiest to remember.", count=SHORTEST))
    return password


class PasswordForm(Form):
    """A new password."""

    password: Annotated[SecretStr, Field(max_length=1000), AfterValidator(_long_enough)]
