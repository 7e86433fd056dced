"""What is refused to people, told in their language: `access_refused.<rule>` in the catalogue."""

from __future__ import annotations

from mapping.model.problems import Ruled


class AccessRefused(Ruled):
    """A refusal with what fills its text; nothing was changed."""

    texts = "access_refused"


class LoginWrong(AccessRefused):
    """`login` has signs that a login has not, or too many."""

    rule = "login_wrong"


class LoginTaken(AccessRefused):
    """There is an account of this `login`."""

    rule = "login_taken"


class AccountsThere(AccessRefused):
    """There are accounts already: invented ones do not come among them."""

    rule = "accounts_there"


class NoAccount(AccessRefused, LookupError):
    """There is no open account of this `login`."""

    rule = "no_account"


class NameMissing(AccessRefused):
    """An account needs a name that others read."""

    rule = "name_missing"


class AreaWrong(AccessRefused):
    """`area` is no area's code."""

    rule = "area_wrong"


class AreaUnknown(AccessRefused):
    """`area` has the form of a code, but the published figures have no such area."""

    rule = "area_unknown"


class NotYours(AccessRefused):
    """One may give only what one has, within the area that one administers; this was `about`."""

    rule = "not_yours"


class NotPermitted(AccessRefused):
    """The right to do this in this area is lacking."""

    rule = "not_permitted"


class NotKnownHere(AccessRefused):
    """Another's service vouches for a person, and there is no open account of this `login`."""

    rule = "not_known_here"


class OtherSubject(AccessRefused):
    """Another's service vouches for a `login` by another name for the person than at the first sign-in: it may be somebody else."""

    rule = "other_subject"


class TokenGone(AccessRefused, LookupError):
    """The account has no token of this `token` number."""

    rule = "token_gone"


class TokenName(AccessRefused):
    """A token needs a name that says what it is for, of at most `most` characters."""

    rule = "token_name"


class TokenDays(AccessRefused):
    """A token holds from one day to the `most`."""

    rule = "token_days"


class ServiceAway(AccessRefused):
    """The sign-in service does not answer, or not as it should; why stands in the log."""

    rule = "service_away"


class ArrivalGone(AccessRefused):
    """The sign-in took too long, was begun elsewhere, or was broken off at the service."""

    rule = "arrival_gone"


class InvitationGone(AccessRefused):
    """The link was used, or is too old."""

    rule = "invitation_gone"


class PasswordShort(AccessRefused):
    """Fewer signs than the `least`."""

    rule = "password_short"


class PasswordLong(AccessRefused):
    """More signs than the `most`."""

    rule = "password_long"


class PasswordPlain(AccessRefused):
    """It holds the login, or little else than one sign."""

    rule = "password_plain"


class PasswordsDiffer(AccessRefused):
    """The two that were typed are not alike."""

    rule = "passwords_differ"


class SignInWrong(AccessRefused):
    """Login or password are wrong; which of them is not said."""

    rule = "sign_in_wrong"


class CodeWrong(AccessRefused):
    """The code of the second step is wrong, or was used."""

    rule = "code_wrong"


class TooManySlips(AccessRefused):
    """From this address this login was tried in vain too often; again in so many `seconds`."""

    rule = "too_many_slips"


class TooManyAtOnce(AccessRefused):
    """More sign in at this moment than can be looked at."""

    rule = "too_many_at_once"


class RightWrong(AccessRefused):
    """`given` is no right; those that are `allowed`."""

    rule = "right_wrong"


class PostWrong(AccessRefused):
    """`given` is no post."""

    rule = "post_wrong"


class YesNoWrong(AccessRefused):
    """`given` says neither yes nor no."""

    rule = "yes_no_wrong"


class ListColumnMissing(AccessRefused):
    """A list of people lacks the `columns`, or is no table."""

    rule = "list_column_missing"


class ListEmpty(AccessRefused):
    """A list of people without a row."""

    rule = "list_empty"
