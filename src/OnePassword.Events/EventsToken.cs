using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events;

/// <summary>
/// An Events API token. Its <see cref="ToString"/> does not show it. The properties are its claims, which are not verified. A
/// token that is not a JSON web token is valid too; its properties are null.
/// </summary>
/// <example>
/// <code>
/// var parsed = new EventsToken(token);
/// if (parsed.ExpiresAt is { } expiry)
///     Console.WriteLine($"The token expires on {expiry:u}.");
/// </code>
/// </example>
[TypeConverter(typeof(EventsTokenConverter))]
[DebuggerDisplay("EventsToken")]
public sealed class EventsToken
{
    /// <summary>Creates a token from its text, as 1Password shows it.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">
    /// The text is empty or contains a character that tokens do not contain. The message does not show it.
    /// </exception>
    public EventsToken(string value)
        : this(Checked(value), problem: null)
    {
    }

    private EventsToken(string value, string? problem)
    {
        Problem = problem;
        Value = value;
        var claims = TokenClaims.Read(value);
        Audience = TokenAudience.Of(claims);
        AccountUuid = claims?.Text("1password.com/auuid");
        Features = claims?.Texts("1password.com/fts");
        ExpiresAt = claims?.Time("exp");
        AccountKey = AccountUuid is null
            ? $"token {Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(value)))}"
            : $"account {AccountUuid}";
    }

    /// <summary>Gets the account that issued the token; null if the token does not name it.</summary>
    public string? AccountUuid { get; }

    /// <summary>
    /// Gets the feeds that the token may read, as in <see cref="FeedNames"/>; null if the token does not name them.
    /// </summary>
    public IReadOnlyList<string>? Features { get; }

    /// <summary>Gets when the token expires; null if it does not expire, or does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    internal string Value { get; }

    /// <summary>Removes the token from texts.</summary>
    internal TokenRedaction Redaction => field ??= new TokenRedaction(Value);

    /// <summary>The problem with the configured text; null for a valid token.</summary>
    internal string? Problem { get; }

    /// <summary>The key of quotas: the account, or the token if it does not name the account.</summary>
    internal string AccountKey { get; }

    internal TokenAudience Audience { get; }

    /// <summary>Creates a token from its text.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">The text is empty or contains a character that tokens do not contain.</exception>
    public static implicit operator EventsToken(string value) => new(value);

    /// <summary>Creates a token from its text.</summary>
    /// <param name="value">The token, without the word <c>Bearer</c>.</param>
    /// <exception cref="ArgumentException">The text is empty or contains a character that tokens do not contain.</exception>
    public static EventsToken FromString(string value) => new(value);

    /// <summary>
    /// Creates a token from a configuration value. If this threw, .NET's configuration would show the value, so the validator of
    /// the options reports the problem instead. Secret stores often add white space, which is removed.
    /// </summary>
    internal static EventsToken FromConfiguration(string text) => TokenSyntax.ProblemOf(text.Trim()) is { } problem
        ? new EventsToken("-", problem)
        : new EventsToken(text.Trim(), problem: null);

    /// <summary>Returns the name of the type, never the token.</summary>
    public override string ToString() => nameof(EventsToken);

    private static string Checked(string value)
    {
        if (value is null)
            throw new ArgumentNullException(
                nameof(value), "The token is null. Check that its source, such as an environment variable, is set.");
        return TokenSyntax.ProblemOf(value) is { } problem ? throw new ArgumentException(problem, nameof(value)) : value;
    }
}
