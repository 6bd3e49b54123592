using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Any token is sent only to 1Password, and is never shown.</summary>
public sealed class TokenProperties
{
    [Test]
    public void Any_claims_are_parsed_or_absent() => Checking.ForAll(
        from audience in Inputs.Json
        from features in Inputs.Json
        from expiry in Inputs.Json
        from account in Inputs.Json
        select $$"""{"aud":{{audience}},"1password.com/fts":{{features}},"exp":{{expiry}},"1password.com/auuid":{{account}}}""",
        claims =>
        {
            var text = Tokens.WithClaims(claims);
            var token = new EventsToken(text);
            Assert.That(token.Features, Is.Null.Or.All.Not.Null);
            Assert.That($"{token} {token.AccountUuid}", Does.Not.Contain(text));
            Assert.That(Region(token), Is.Null, "no such audience is one of the four hosts");
        });

    [Test]
    public void Any_text_is_a_token_or_is_rejected_without_being_shown() => Checking.ForAll(Inputs.Text.Select(text => $"s3cret{text}"), text =>
    {
        try
        {
            Assert.That(new EventsToken(text).ToString(), Is.EqualTo(nameof(EventsToken)));
            Assert.That(text, Has.All.InRange('!', '~'));
        }
        catch (ArgumentException e)
        {
            Assert.That(e.ToString(), Does.Not.Contain("s3cret"));
            Assert.That(text, Has.Some.LessThanOrEqualTo(' ').Or.Some.GreaterThan('~'));
        }
    });

    private static EventsRegion? Region(EventsToken token)
    {
        try
        {
            return EventsRegion.FromToken(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
