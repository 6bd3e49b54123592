namespace OnePassword.Events.Tests.Identity;

public sealed class TokenTests
{
    [TestCase("")]
    [TestCase("   ")]
    public void An_empty_token_is_rejected(string token) => Assert.That(() => new EventsToken(token), Throws.ArgumentException);

    [TestCase("se\ncret", 3)]
    [TestCase("secret\r\n", 7)]
    [TestCase("se cret", 3)]
    [TestCase("sécret", 2)]
    public void An_invalid_character_of_a_token_is_rejected_with_its_position(string token, int position)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new EventsClient(token, new EventsClientOptions { Region = EventsRegion.Europe }));
        Assert.That(refusal.Message, Does.Contain($"position {position} ").And.Not.Contain("cret"));
    }

    [TestCase("Bearer secret", "'Bearer'")]
    [TestCase("authorization: bearer secret", "'Bearer'")]
    [TestCase("\"secret\"", "quotation marks")]
    [TestCase("'secret'", "quotation marks")]
    [TestCase("OP_EVENTS_TOKEN=secret", "name of a variable")]
    [TestCase("export OP_EVENTS_TOKEN=secret", "name of a variable")]
    [TestCase("\uFEFFsecret", "byte order mark")]
    public void A_token_with_extra_text_is_rejected_with_a_hint(string token, string hint) =>
        Assert.That(
            () => new EventsToken(token),
            Throws.ArgumentException.With.Message.Contains(hint).And.Message.Not.Contains("secret"));

    [Test]
    public void A_token_may_contain_every_printable_ASCII_character_except_the_space() =>
        Assert.That(() => new EventsToken("!secret~"), Throws.Nothing);

    [Test]
    public void A_null_token_provider_is_rejected()
    {
        Assert.That(
            () => EventsTokenProvider.From((Func<CancellationToken, ValueTask<EventsToken>>)null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("read"));
        Assert.That(
            () => EventsTokenProvider.From((EventsToken)null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("token"));
    }

    [Test]
    public void A_null_token_is_rejected_with_a_hint_about_unset_variables() =>
        Assert.That(
            () => new EventsClient(Environment.GetEnvironmentVariable("NO_SUCH_VARIABLE")!),
            Throws.ArgumentNullException.With.Message.Contains("environment variable"));

    [Test]
    public void A_token_does_not_print_itself() => Assert.That($"{new EventsToken("secret")}", Is.EqualTo("EventsToken"));

    [Test]
    public void The_claims_of_a_token_are_read_without_a_request()
    {
        EventsToken token = Tokens.WithClaims(
            """{"aud":["events.1password.ca"],"exp":1800000000,"1password.com/auuid":"ACCOUNT","1password.com/fts":["itemusages",7,"new"]}""");
        Assert.That(token, Has.Property("AccountUuid").EqualTo("ACCOUNT").And.Property("Features").EqualTo(
            new[] { "itemusages", "new" })
            .And.Property("ExpiresAt").EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)));
        Assert.That(EventsRegion.FromToken(token), Is.EqualTo(EventsRegion.Canada));
    }

    [TestCase("0", "1970-01-01T00:00:00Z")]
    [TestCase("253402300799", "9999-12-31T23:59:59Z")]
    [TestCase("253402300800", null)]
    public void The_expiry_of_a_token_covers_every_time_that_DateTimeOffset_can_represent(string exp, string? time) =>
        Assert.That(
            new EventsToken(Tokens.WithClaims($$"""{"exp":{{exp}}}""")).ExpiresAt?.ToString(
                "yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(time));

    [TestCase("opaque")]
    [TestCase("a.b.c")]
    [TestCase("""{}""", true)]
    [TestCase("""{"exp":"tomorrow","1password.com/auuid":7,"1password.com/fts":"all"}""", true)]
    [TestCase("""{"exp":1e300}""", true)]
    [TestCase("""{"exp":-1}""", true)]
    [TestCase("""{"1password.com/auuid":"\ud800"}""", true)]
    public void A_token_without_claims_is_valid(string text, bool claims = false)
    {
        var token = new EventsToken(claims ? Tokens.WithClaims(text) : text);
        Assert.That(
            (token.AccountUuid, token.Features, token.ExpiresAt),
            Is.EqualTo(((string?)null, (IReadOnlyList<string>?)null, (DateTimeOffset?)null)));
    }
}
