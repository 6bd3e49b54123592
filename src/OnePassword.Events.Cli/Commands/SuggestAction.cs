using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>
/// Prints the words that continue a command line: <c>op-events [suggest:POSITION] LINE</c>. The scripts of
/// <c>op-events completion</c> call it. Without a word, the shell completes files.
/// </summary>
internal sealed partial class SuggestAction : SynchronousCommandLineAction
{
    // Names that --help has too.
    private static readonly string[] Hidden = ["-?", "-h", "/?", "/h"];

    private static readonly string[] ValuesOfFlag = ["False", "True"];

    private readonly SuggestDirective _directive;

    private SuggestAction(SuggestDirective directive) => _directive = directive;

    /// <summary>Replaces the action of the library, which suggests every word that contains the text, and every alias.</summary>
    public static void Install(RootCommand root)
    {
        var directive = root.Directives.OfType<SuggestDirective>().Single();
        directive.Action = new SuggestAction(directive);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var text = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        var value = parseResult.GetResult(_directive)?.Values is [var first, ..] ? first : "";
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position < text.Length)
            text = text[..position];

        // The library cannot complete --option=value. The shell expects the whole word.
        var line = Assignment().Replace(text, " ");
        var word = text[(text.LastIndexOf(' ') + 1)..];
        var prefix = word.StartsWith("--", StringComparison.Ordinal)
            ? word[..(word.IndexOf('=', StringComparison.Ordinal) + 1)]
            : "";
        foreach (var completion in Completions(parseResult.RootCommandResult.Command.Parse(line), word[prefix.Length..]))
            parseResult.InvocationConfiguration.Output.WriteLine(prefix + completion);
        return ExitCode.Success;
    }

    private static IEnumerable<string> Completions(ParseResult line, string typed)
    {
        var words = line.GetCompletions().Select(Text).ToList();
        if (words.SequenceEqual(ValuesOfFlag, StringComparer.Ordinal))
            words = [.. line.CommandResult.Command.GetCompletions(line.GetCompletionContext()).Select(Text)];
        return words.Where(word => word.StartsWith(typed, StringComparison.Ordinal)
            && !Hidden.Contains(word, StringComparer.Ordinal) && (typed.StartsWith('-') || !word.StartsWith('-')));
    }

    private static string Text(CompletionItem item) => item.InsertText ?? item.Label;

    [GeneratedRegex("(?<=(^| )--[a-z-]+)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Assignment();
}
