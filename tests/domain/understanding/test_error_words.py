import pytest

from secondstory.domain.understanding.conditions import names_an_error

ENDS_AT_A_PERSON = """
Human error
human-error during the deployment
“Human error” by the person on call
The outage came from operator error.
It was the engineer’s mistake
Human mistake while typing
The team lead made a configuration error.
Somebody made a mistake when typing
error by the operator
an oversight by the on-call engineer
The human factor
Carelessness of the engineer on call
The operator was careless
They were not careful enough
Lack of attention
The engineer was not paying attention
Inattention during the change
Negligence
Complacency
a fat-fingered value
bad judgement
Loss of situational awareness
The operator lost situational awareness
The responder lacked situational awareness
menschliches Versagen
erreur humaine
"""

ENDS_AT_A_RULE = """
The procedure was not followed
Runbook not followed
The deployment policy wasn’t followed
procedures not properly followed
The checklist had not been followed
The failover runbook for region B was not followed
The engineer did not follow the runbook
The engineer didn't properly follow our documented procedure
The person on call failed to follow the change management process
Failure to follow procedure
Not following the procedure
Deploying without following the checklist
Nobody followed the runbook
Non-compliance with the procedure
Deviation from the standard procedure
Policy violation
violation of the change policy
People ignored the runbook
They skipped the pre-flight checklist
The runbook was ignored
The approval process was bypassed
"""

GOES_ON_ASKING = """
The form shows a number without its unit, which made operator errors likelier
The page made an error easy to overlook
Two fields alike made mistakes likely
There was no guard against human error in the console
Reviews that stop at "human error" hid the missing guard
The field lets a user mistake minutes for hours
The user error page hid the reason
The runbook could not be followed without VPN access
The runbook was not followed because its third step names a host that is gone
The deploy step was not followed by a check
No runbook existed for this
A manual step without a check
Settings were not thought of as deployments
Nobody owned the settings console
The alert drew attention to another graph
Judgement of load was left to one person
The process manager does not restart workers
The client library does not follow redirects
Error budget policy paused releases
The checklist was written when the field was in hours
"""


def lines(text):
    return text.strip().splitlines()


@pytest.mark.parametrize("statement", lines(ENDS_AT_A_PERSON))
def test_it_asks_what_made_the_step_easy_to_get_wrong(statement):
    assert "What made this step easy to get wrong?" in (names_an_error(statement) or "")


@pytest.mark.parametrize("statement", lines(ENDS_AT_A_RULE))
def test_it_asks_how_it_is_normally_done(statement):
    assert "How is this normally done" in (names_an_error(statement) or "")


@pytest.mark.parametrize("statement", lines(GOES_ON_ASKING))
def test_it_leaves_alone_what_goes_on_asking(statement):
    assert names_an_error(statement) is None


def test_it_quotes_the_words_it_is_about_however_they_are_spaced():
    assert names_an_error("It was  Operator\n Error.") == (
        '"operator error" is where the question starts. What made this step easy to get wrong?'
    )


def test_it_asks_about_the_person_first_when_a_reason_hides_one():
    assert "easy to get wrong" in (names_an_error("Procedure not followed because of carelessness") or "")
