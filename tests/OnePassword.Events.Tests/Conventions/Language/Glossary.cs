using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>Applies <see cref="GlossaryRules"/> to the text of the repository.</summary>
internal static partial class Glossary
{
    private const int MaxWordsOfGuides = 25;
    private const int MaxWords = 30;

    private static readonly (Regex Pattern, string Instead)[] Anywhere = Compile(GlossaryRules.Anywhere, "", RegexOptions.IgnoreCase);
    private static readonly (Regex Pattern, string Instead)[] SentenceStarts = Compile(GlossaryRules.SentenceStarts, @"\A");
    private static readonly (Regex Pattern, string Instead)[] TestNameStarts = Compile(GlossaryRules.TestNameStarts, @"\A");

    public static IEnumerable<GlossaryFinding> Check(TextFragment fragment)
    {
        var starts = fragment.Kind == TextKind.TestName ? TestNameStarts : SentenceStarts;
        return Matches(fragment, 0, fragment.Text, Anywhere)
            .Concat(Sentences(fragment.Text).SelectMany(sentence => Matches(fragment, sentence.Index, sentence.Text, starts)))
            .Concat(fragment.Kind == TextKind.TestName ? [] : LongSentences(fragment));
    }

    private static IEnumerable<GlossaryFinding> Matches(TextFragment fragment, int offset, string text, (Regex Pattern, string Instead)[] rules) =>
        from rule in rules
        from match in rule.Pattern.Matches(text)
        select new GlossaryFinding(fragment, offset + match.Index, match.Value, rule.Instead);

    private static IEnumerable<GlossaryFinding> LongSentences(TextFragment fragment) =>
        from sentence in Sentences(fragment.Text)
        let words = Word().Count(sentence.Text)
        let most = fragment.Kind == TextKind.Guide ? MaxWordsOfGuides : MaxWords
        where words > most
        select new GlossaryFinding(fragment, sentence.Index, sentence.Text, $"at most {most} words, not {words}");

    private static IEnumerable<(int Index, string Text)> Sentences(string text)
    {
        var starts = SentenceStart().Matches(text).Select(match => match.Index + match.Length).ToList();
        return starts.Zip(starts.Skip(1).Append(text.Length), (start, end) => (start, text[start..end]));
    }

    private static (Regex Pattern, string Instead)[] Compile(GlossaryRule[] rules, string anchor, RegexOptions options = RegexOptions.None) =>
        [.. rules.Select(rule => (new Regex(anchor + rule.Pattern.Replace(" ", @"\s+", StringComparison.Ordinal), options | RegexOptions.CultureInvariant), rule.Instead))];

    [GeneratedRegex(@"(\A|[.!?:][""')]*\s+)\s*(?=[A-Z`])|\u2029\s*")]
    private static partial Regex SentenceStart();

    [GeneratedRegex(@"\S*\w\S*")]
    private static partial Regex Word();
}
