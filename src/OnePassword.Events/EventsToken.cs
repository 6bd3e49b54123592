using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// An Events API token. It does not print itself; what its claims say can be read without asking the server, and is
/// unverified. A token that is no JSON web token is a token all the same, and says nothing.
/// </summary>
[TypeConverter(typeof(EventsTokenConverter))]
[DebuggerDisplay("EventsToken")]
public sealed class EventsToken
{
    /// <summary>Takes the text of a token, as 1Password shows it.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It is empty, or has a character that no token has; the message does not show it.</exception>
    public EventsToken(string value)
        : this(value, problem: null)
    {
    }

    private EventsToken(string value, string? problem)
    {
        TokenSyntax.Check(value);
        Problem = problem;
        Value = value;
        var claims = TokenClaims.Read(value);
        Audience = TokenAudience.Of(claims);
        AccountUuid = claims?.Text("1password.com/auuid");
        Features = claims?.Texts("1password.com/fts");
        ExpiresAt = claims?.Moment("exp");
        AccountKey = AccountUuid is null ? $"token {Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(value)))}" : $"account {AccountUuid}";
    }

    /// <summary>The account that issued the token; null if the token does not say.</summary>
    public string? AccountUuid { get; }

    /// <summary>The feeds that the token may read, out of <see cref="FeedNames"/>; null if the token does not say.</summary>
    public IReadOnlyList<string>? Features { get; }

    /// <summary>When the token expires; null if it never does, or does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    internal string Value { get; }

    /// <summary>Removes the token from texts.</summary>
    internal TokenRedaction Redaction => field ??= new TokenRedaction(Value);

    /// <summary>Why the configured text is no token; null if it is one.</summary>
    internal string? Problem { get; }

    /// <summary>What the quota is counted by: the account, or the token where it names none.</summary>
    internal string AccountKey { get; }

    internal TokenAudience Audience { get; }

    /// <summary>The token of a text.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It is empty, or has a character that no token has.</exception>
    public static implicit operator EventsToken(string value) => new(value);

    /// <summary>The token of a text.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">It is empty, or has a character that no token has.</exception>
    public static EventsToken FromString(string value) => new(value);

    // .NET's configuration would show the text if reading it threw; the validator of the options says what is wrong instead.
    internal static EventsToken FromConfiguration(string text)
    {
        try
        {
            return new EventsToken(text.Trim());
        }
        catch (ArgumentException e)
        {
            return new EventsToken("-", e.Message.Split(" (Parameter '", StringSplitOptions.None)[0]);
        }
    }

    /// <summary>Not the token.</summary>
    public override string ToString() => nameof(EventsToken);
}
