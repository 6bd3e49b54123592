using System.ComponentModel;

namespace OnePassword.Events.Tests.Identity;

public sealed class RegionTests
{
    private static TypeConverter InConfiguration => TypeDescriptor.GetConverter(typeof(EventsRegion));

    [TestCase("us", "https://events.1password.com/")]
    [TestCase("ca", "https://events.1password.ca/")]
    [TestCase("eu", "https://events.1password.eu/")]
    [TestCase("ent", "https://events.ent.1password.com/")]
    [TestCase("EU", "https://events.1password.eu/")]
    [TestCase("Enterprise", "https://events.ent.1password.com/")]
    [TestCase("events.1password.com", "https://events.1password.com/")]
    [TestCase("Events.1Password.eu", "https://events.1password.eu/")]
    [TestCase("events.ent.1password.com", "https://events.ent.1password.com/")]
    public void A_region_has_a_name_and_an_address(string name, string address) =>
        Assert.That(EventsRegion.Parse(name).BaseAddress, Is.EqualTo(new Uri(address)));

    [TestCase("")]
    [TestCase("uk")]
    [TestCase("events.1password.de")]
    public void An_unknown_region_name_is_rejected_with_the_known_names(string name) =>
        Assert.That(() => EventsRegion.Parse(name), Throws.ArgumentException.With.Message.Contains("us, ca, eu, ent, or an https address"));

    [TestCase("EU")]
    [TestCase("enterprise")]
    [TestCase("https://events.1password.ca")]
    [TestCase("https://events.corp.example/1password")]
    [TestCase("http://127.0.0.1:8080")]
    public void A_region_is_parsed_like_the_Region_key_of_the_configuration(string text)
    {
        Assert.That(EventsRegion.TryParse(text, out var region), Is.True);
        Assert.That(
            new[] { EventsRegion.Parse(text), InConfiguration.ConvertFromInvariantString(text) },
            Is.EqualTo(new[] { region, region }));
    }

    [TestCase("mars")]
    [TestCase("http://events.1password.com")]
    [TestCase("https://user:pw@events.1password.com")]
    public void A_text_that_the_configuration_rejects_is_rejected_with_the_same_message(string text)
    {
        Assert.That(EventsRegion.TryParse(text, out _), Is.False);
        var rejection = Assert.Catch(() => InConfiguration.ConvertFromInvariantString(text))!;
        Assert.That(() => EventsRegion.Parse(text), Throws.ArgumentException.With.Message.StartsWith(rejection.Message));
    }

    [Test]
    public void No_text_is_not_a_region()
    {
        Assert.That(EventsRegion.TryParse(null, out _), Is.False);
        Assert.That(() => EventsRegion.Parse(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("text"));
    }

    [Test]
    public void There_are_four_regions() =>
        Assert.That(EventsRegion.All.Select(region => region.Name), Is.EqualTo(new[] { "us", "ca", "eu", "ent" }));

    [TestCase("events.1password.com", "us")]
    [TestCase("events.1password.ca", "ca")]
    [TestCase("events.1password.eu", "eu")]
    [TestCase("events.ent.1password.com", "ent")]
    [TestCase("Events.1Password.EU", "eu")]
    public void The_aud_claim_of_a_token_selects_the_region(string audience, string name)
    {
        using var client = new EventsClient(Tokens.ForAudience(audience));
        Assert.That(client.Region, Is.EqualTo(EventsRegion.Parse(name)));
    }

    [Test]
    public void An_aud_claim_that_is_not_a_list_is_accepted() =>
        Assert.That(
            EventsRegion.FromToken(Tokens.WithClaims("""{"aud":"events.1password.ca"}""")), Is.EqualTo(EventsRegion.Canada));

    [TestCase("evil.example")]
    [TestCase("events.1password.com.evil.example")]
    [TestCase("evil.example/events.1password.com")]
    [TestCase("events.1password.com@evil.example")]
    [TestCase("events.1password.com:8443")]
    [TestCase("events.1password.com.")]
    [TestCase("https://events.1password.com")]
    public void A_token_for_another_host_is_rejected_with_a_remedy(string audience) =>
        Assert.That(
            () => new EventsClient(Tokens.ForAudience(audience)),
            Throws.ArgumentException.With.Message.Contains(audience).And.Message.Contains("Specify the region"));

    [Test]
    public void A_token_that_is_older_than_regions_is_rejected_with_this_reason() =>
        Assert.That(
            () => EventsRegion.FromToken(Tokens.ForAudience("com.1password.streamingservice")),
            Throws.ArgumentException.With.Message.Contains("before mid-2021").And.Message.Contains("Specify the region"));

    [TestCase("no-web-token")]
    [TestCase("..")]
    [TestCase("a.b.c")]
    [TestCase("a.!!!.c")]
    [TestCase("eyJ.e30.x.y")]
    [TestCase("""{"sub":"x"}""", true)]
    [TestCase("""{"aud":null}""", true)]
    [TestCase("""{"aud":[]}""", true)]
    [TestCase("""{"aud":7}""", true)]
    [TestCase("""{"aud":{}}""", true)]
    [TestCase("""{"aud":[["events.1password.com"]]}""", true)]
    [TestCase("""{"aud":["events.1password.com","events.1password.eu"]}""", true)]
    [TestCase("""["events.1password.com"]""", true)]
    [TestCase("null", true)]
    [TestCase("not json", true)]
    public void A_token_without_a_valid_aud_claim_is_rejected_without_being_shown(string text, bool claims = false)
    {
        var token = claims ? Tokens.WithClaims(text) : text;
        var refusal = Assert.Throws<ArgumentException>(() => EventsRegion.FromToken(token));
        Assert.That(refusal.Message, Does.Contain("Specify the region").And.Not.Contain(token));
    }

    [TestCase("a b~c\u007f", 0, "'a?b~c?'")]
    [TestCase("", 80, "bbb'")]
    [TestCase("", 81, "bbb…'")]
    public void A_rejected_host_is_shown_up_to_80_characters(string host, int more, string shown)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => EventsRegion.FromToken(Tokens.ForAudience(host + new string('b', more))));
        Assert.That(refusal.Message, Does.Contain(shown));
        Assert.That(refusal.Message.Split('\'')[1], Has.Length.LessThanOrEqualTo(81));
    }

    [Test]
    public void A_rejected_host_is_shown_short_and_printable()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => EventsRegion.FromToken(Tokens.ForAudience("a\\u001b[31m" + new string('b', 5_000))));
        Assert.That(refusal.Message, Does.Contain("'a?[31mbbb").And.Length.LessThan(500));
    }

    [Test]
    public void An_explicit_address_overrides_the_token()
    {
        using var client = new EventsClient(
            Tokens.ForAudience("evil.example"),
            new EventsClientOptions { Region = EventsRegion.At(new Uri("https://events.corp.example/1password")) });
        Assert.That(client.Region.BaseAddress, Is.EqualTo(new Uri("https://events.corp.example/1password/")));
    }

    [TestCase("http://127.0.0.1:8080")]
    [TestCase("http://localhost:8080/")]
    [TestCase("http://[::1]:8080")]
    [TestCase("https://events.corp.example")]
    public void An_address_uses_https_or_http_on_loopback(string address) =>
        Assert.That(EventsRegion.At(new Uri(address)).Name, Is.EqualTo(new Uri(address).Authority));

    [TestCase("http://events.1password.com", "plain http")]
    [TestCase("http://127.0.0.1.evil.example", "plain http")]
    [TestCase("http://localhost.evil.example", "plain http")]
    [TestCase("ftp://events.1password.com", "https")]
    [TestCase("events.1password.com", "absolute")]
    [TestCase("https://user:pw@events.1password.com", "user")]
    [TestCase("ftp://user:pw@events.1password.com", "user")]
    [TestCase("user:pw@events.1password.com", "user")]
    [TestCase("https://events.1password.com/?a=b", "query")]
    [TestCase("https://events.1password.com/#a", "fragment")]
    public void An_address_that_is_neither_https_nor_loopback_is_rejected(string address, string says) =>
        Assert.That(
            () => EventsRegion.At(new Uri(address, UriKind.RelativeOrAbsolute)),
            Throws.ArgumentException.With.Message.Contains(says).And.Message.Not.Contains("pw"));

    [Test]
    public void A_missing_argument_of_a_region_is_named()
    {
        Assert.That(
            () => EventsRegion.FromToken((string)null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("token"));
        Assert.That(
            () => EventsRegion.FromToken((EventsToken)null!),
            Throws.ArgumentNullException.With.Property("ParamName").EqualTo("token"));
        Assert.That(() => EventsRegion.At(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("baseAddress"));
    }

    [TestCase("https://events.1password.eu", "eu (https://events.1password.eu/)")]
    [TestCase("https://events.corp.example/1password", "https://events.corp.example/1password/")]
    public void A_region_is_shown_by_name_and_address(string address, string shown) =>
        Assert.That(EventsRegion.At(new Uri(address)).ToString(), Is.EqualTo(shown));

    [Test]
    public void An_explicit_address_of_a_known_region_is_that_region() =>
        Assert.That(EventsRegion.At(new Uri("https://events.1password.eu")), Is.SameAs(EventsRegion.Europe));
}
