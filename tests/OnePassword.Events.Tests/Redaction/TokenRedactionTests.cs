using System.Net;
using System.Text;

namespace OnePassword.Events.Tests.Redaction;

/// <summary>A message of the server that contains the token, in any form, is shown without it.</summary>
public sealed class TokenRedactionTests
{
    // LeakWatch does not look for this token, because .NET's own exceptions may quote it during a test.
    private const string Token = "header0AbCdEfGh.payload1IjKlMnOp_QrSt-UvWx.signature2YzAbCdEf";

    private static readonly byte[] Bytes = Encoding.ASCII.GetBytes(Token);

    private static readonly TestCaseData[] Echoes =
    [
        new TestCaseData(Token).SetArgDisplayNames("as it is"),
        new TestCaseData(Token[..14]).SetArgDisplayNames("its beginning"),
        new TestCaseData(Token[20..36]).SetArgDisplayNames("its middle"),
        new TestCaseData(Token.ToUpperInvariant()).SetArgDisplayNames("in upper case"),
        new TestCaseData(new string([.. Token.Reverse()])).SetArgDisplayNames("reversed"),
        new TestCaseData(Convert.ToBase64String(Bytes)).SetArgDisplayNames("base64"),
        new TestCaseData(Convert.ToBase64String(Encoding.ASCII.GetBytes($"Bearer {Token}"))).SetArgDisplayNames(
            "base64 behind other text"),
        new TestCaseData(Convert.ToBase64String(Encoding.ASCII.GetBytes($"Bearer: {Token}"))).SetArgDisplayNames(
            "base64 behind longer text"),
        new TestCaseData(System.Buffers.Text.Base64Url.EncodeToString(Bytes)).SetArgDisplayNames("base64url"),
        new TestCaseData(Convert.ToHexString(Bytes)).SetArgDisplayNames("hex"),
        new TestCaseData(Convert.ToHexStringLower(Bytes)).SetArgDisplayNames("hex in lower case"),
        new TestCaseData(string.Join(':', Bytes.Select(b => b.ToString("x2", null)))).SetArgDisplayNames("hex with colons"),
        new TestCaseData(string.Join(", ", Bytes)).SetArgDisplayNames("a list of bytes"),
        new TestCaseData($"[{string.Join(' ', Bytes)}]").SetArgDisplayNames("a list of bytes in the format of Go"),
        new TestCaseData(string.Join(", ", Bytes.Select(b => $"0x{b:x2}"))).SetArgDisplayNames("a list of bytes in hex"),
        new TestCaseData(string.Concat(Bytes.Select(b => $"%{b:X2}"))).SetArgDisplayNames("percent-encoded"),
        new TestCaseData(string.Concat(Bytes.Select(b => $"%25{b:X2}"))).SetArgDisplayNames("percent-encoded twice"),
        new TestCaseData(string.Concat(Bytes.Select(b => $"\\u{(int)b:x4}"))).SetArgDisplayNames("escaped as in JSON"),
        new TestCaseData(string.Concat(Bytes.Select(b => $"&#{(int)b};"))).SetArgDisplayNames("escaped as in HTML"),
        new TestCaseData(string.Concat(Bytes.Select(b => $"&#x{b:x};"))).SetArgDisplayNames("escaped as in HTML, in hex"),
        new TestCaseData(string.Join(' ', Token.Chunk(4).Select(part => new string(part)))).SetArgDisplayNames("split by spaces"),
        new TestCaseData(string.Join("\n", Token.Chunk(10).Select(part => new string(part)))).SetArgDisplayNames(
            "split by line breaks"),
        new TestCaseData(string.Join("\u200B", Token.Chunk(3).Select(part => new string(part)))).SetArgDisplayNames(
            "split by invisible characters"),
    ];

    [TestCaseSource(nameof(Echoes))]
    public void A_message_that_contains_the_token_in_any_form_is_shown_without_it(string echo)
    {
        var error = Rejected(Token, $"bad token <{echo}> given");
        var shown = error.ServerMessage!;
        Assert.That(shown, Does.StartWith("bad token <").And.Contain("(the token)").And.EndsWith("> given"));
        Assert.That(shown, Has.Length.LessThan(50), "what base64 shares with its neighbors may be left");
        Assert.That(error.Message, Does.Contain(shown));
    }

    [Test]
    public void A_message_of_any_length_and_content_is_shortened_without_an_exception() =>
        Assert.That(
            Rejected(Token, string.Concat(Enumerable.Repeat("://", 20_000))).ServerMessage, Has.Length.LessThanOrEqualTo(201));

    [Test]
    public void A_message_that_shares_fewer_than_12_characters_with_the_token_is_shown_unchanged() =>
        Assert.That(Rejected(Token, "header0AbCd is unknown").ServerMessage, Is.EqualTo("header0AbCd is unknown"));

    [TestCase("a")]
    [TestCase("or")]
    [TestCase("Token")]
    public void A_very_short_token_does_not_remove_words_from_messages(string token) =>
        Assert.That(
            Rejected(token, "Unauthorized: bad Token or role").ServerMessage, Is.EqualTo("Unauthorized: bad Token or role"));

    [Test]
    public void A_JSON_web_token_of_any_owner_is_removed() =>
        Assert.That(
            Rejected(Token, "not eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.qk3Zs again").ServerMessage,
            Is.EqualTo("not (the token) again"));

    [Test]
    public void An_address_is_shown_without_user_and_password() =>
        Assert.That(
            Rejected(Token, "ask http://user:secret@proxy.example:3128/ for it").ServerMessage,
            Is.EqualTo("ask http://proxy.example:3128/ for it"));

    [Test]
    public void Control_characters_and_direction_changes_are_removed() =>
        Assert.That(Rejected(Token, "a\u001b]0;title\u0007\r\nb\u202Ec\u0085d").ServerMessage, Is.EqualTo("a]0;title  bcd"));

    private static EventsApiException Rejected(string token, string message)
    {
        using var handler = new Rejecting(message);
        using var client = new EventsClient(
            handler, token, new EventsClientOptions { Region = EventsRegion.Europe, TimeProvider = new IsolatedClock() });
        return Assert.ThrowsAsync<EventsApiException>(() => client.IntrospectAsync());
    }

    private sealed class Rejecting(string message) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { message }));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = body });
        }
    }
}
