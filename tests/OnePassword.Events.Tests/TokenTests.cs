namespace OnePassword.Events.Tests;

public sealed class TokenTests
{
    [TestCase("")]
    [TestCase("   ")]
    public void An_empty_token_is_refused(string token) =>
        Assert.That(() => new EventsClient(token, new EventsClientOptions { Region = EventsRegion.Europe }), Throws.ArgumentException);

    [TestCase("se\ncret", 3)]
    [TestCase("secret\r\n", 7)]
    [TestCase("Bearer secret", 7)]
    [TestCase("sécret", 2)]
    public void A_character_that_no_token_has_is_refused_by_its_position(string token, int position)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new EventsClient(token, new EventsClientOptions { Region = EventsRegion.Europe }));
        Assert.That(refusal.Message, Does.Contain($"position {position} ").And.Not.Contain("cret"));
    }
}
