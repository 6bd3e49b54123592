using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>The comments and messages of a C# file, or its test names.</summary>
internal static partial class CSharpText
{
    // Without documentation mode, "///" is a comment like any other, so that one rule joins the lines of both.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static IEnumerable<TextFragment> Comments(string file, string text)
    {
        var comments = Root(text).DescendantTrivia(descendIntoTrivia: true).Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .Select(trivia => (Line: LineOf(trivia.GetLocation()), Text: trivia.ToString()));
        var (lines, start) = (new List<string>(), 0);
        foreach (var comment in comments.Append((Line: int.MaxValue, Text: "")))
        {
            if (lines.Count > 0 && (comment.Line != start + lines.Count || IsDocumentation(comment.Text) != IsDocumentation(lines[0])))
            {
                yield return new TextFragment(file, start, TextKind.Comment, WithoutTags(string.Join('\n', lines.Select(line => line.TrimStart('/', ' ')))));
                lines.Clear();
            }
            start = lines.Count == 0 ? comment.Line : start;
            lines.Add(comment.Text);
        }
    }

    /// <summary>String literals that contain at least two words. An interpolation counts as one word.</summary>
    public static IEnumerable<TextFragment> Messages(string file, string text) =>
        from node in Root(text).DescendantNodes()
        let content = node switch
        {
            LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.Text,
            InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(part => part is InterpolatedStringTextSyntax ? part.ToString() : "X")),
            _ => "",
        }
        where TwoWords().IsMatch(content) && !Sql().IsMatch(content)
        select new TextFragment(file, LineOf(node.GetLocation()), TextKind.Message, TableRow().Replace(Escape().Replace(content.TrimStart('@', '"'), "  "), $"\n{TextFragment.Break}"));

    public static IEnumerable<TextFragment> TestNames(string file, string text) =>
        from method in Root(text).DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => TestAttribute().IsMatch(attribute.Name.ToString()))
        select new TextFragment(file, LineOf(method.Identifier.GetLocation()), TextKind.TestName, method.Identifier.Text.Replace('_', ' '));

    private static SyntaxNode Root(string text) => CSharpSyntaxTree.ParseText(text, Options).GetRoot();

    private static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    private static bool IsDocumentation(string comment) => comment.StartsWith("///", StringComparison.Ordinal);

    private static string WithoutTags(string comment) =>
        Tag().Replace(Block().Replace(Reference().Replace(Code().Replace(comment, match => "X" + new string('\n', match.Value.Count(c => c == '\n'))), "X"), $"{TextFragment.Break}"), "")
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    [GeneratedRegex(@"[A-Za-z]{2,}[,;:]? +[a-z`'""{X]")]
    private static partial Regex TwoWords();

    [GeneratedRegex(@"^[""\s]*(SELECT|INSERT|UPDATE|DELETE|COPY) ")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\n *(?=\S+ {2,}\S)")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();

    [GeneratedRegex("^(Test|TestCase|TestCaseSource|Theory)(Attribute)?$")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"<(c|code)>.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"<(see|paramref|typeparamref)\b[^>]*/>")]
    private static partial Regex Reference();

    [GeneratedRegex("</?(summary|param|typeparam|returns|remarks|value|exception|para|item|description|term|list|example)\\b[^>]*>")]
    private static partial Regex Block();

    [GeneratedRegex(@"</?\w+[^>]*>")]
    private static partial Regex Tag();
}
