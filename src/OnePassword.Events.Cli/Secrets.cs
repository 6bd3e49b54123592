using System.Collections.Concurrent;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli;

/// <summary>
/// What the tool must not show: the tokens that it has seen, and words of the command line that look like one. All that it prints for
/// people passes here, and becomes one line without them and without control characters.
/// </summary>
internal sealed class Secrets
{
    private readonly ConcurrentDictionary<string, TokenRedaction> _tokens = new(StringComparer.Ordinal);

    /// <summary>Somebody may have put a token where another value belongs.</summary>
    public void AddThoseOf(IEnumerable<string> args)
    {
        foreach (var word in args.SelectMany(arg => arg.Split('=', ':')).Where(SafeText.LooksLikeToken))
            Add(word);
    }

    public void Add(string token)
    {
        if (!string.IsNullOrWhiteSpace(token))
            _tokens.TryAdd(token.Trim(), new TokenRedaction(token.Trim()));
    }

    public string Without(string text) => SafeText.Line(_tokens.Values.Aggregate(text, (rest, token) => token.Redact(rest)));
}
