using System.Collections.Concurrent;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Messages;

/// <summary>
/// Removes the tokens that the tool has seen from every text for people, and makes it one line without control characters.
/// </summary>
internal sealed class SecretRedactor
{
    private readonly ConcurrentDictionary<string, TokenRedaction> _tokens = new(StringComparer.Ordinal);

    /// <summary>Adds the words of the command line that look like a token, which may be a misplaced one.</summary>
    public void AddFrom(IEnumerable<string> args)
    {
        foreach (var word in args.SelectMany(arg => arg.Split('=', ':')).Where(SafeText.LooksLikeToken))
            Add(word);
    }

    public void Add(string token)
    {
        if (!string.IsNullOrWhiteSpace(token))
            _tokens.TryAdd(token.Trim(), new TokenRedaction(token.Trim()));
    }

    public string Redact(string text) => SafeText.Line(_tokens.Values.Aggregate(text, (rest, token) => token.Redact(rest)));
}
