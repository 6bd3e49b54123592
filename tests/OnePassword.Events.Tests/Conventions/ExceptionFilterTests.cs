using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>
/// .NET treats an exception inside a filter as false, which hides the failure. So a filter only tests types and values; all other
/// code stands in the catch block.
/// </summary>
public sealed class ExceptionFilterTests
{
    private static readonly SyntaxKind[] Allowed =
    [
        SyntaxKind.ParenthesizedExpression, SyntaxKind.LogicalAndExpression, SyntaxKind.LogicalOrExpression, SyntaxKind.LogicalNotExpression,
        SyntaxKind.IsExpression, SyntaxKind.IsPatternExpression, SyntaxKind.EqualsExpression, SyntaxKind.NotEqualsExpression,
        SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.IdentifierName, SyntaxKind.ThisExpression,
        SyntaxKind.TrueLiteralExpression, SyntaxKind.FalseLiteralExpression, SyntaxKind.NullLiteralExpression, SyntaxKind.NumericLiteralExpression,
    ];

    [Test]
    public void Exception_filters_only_test_types_and_values() =>
        Assert.That(
            from path in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            from problem in Problems(File.ReadAllText(path))
            select $"{Path.GetRelativePath(Repository.Root, path)}: {problem}",
            Is.Empty,
            "Move this code into the catch block and throw again there.");

    [TestCase("e is IOException or TimeoutException && !token.IsCancellationRequested", 0)]
    [TestCase("e.Reason == EventsFailure.TooLarge", 0)]
    [TestCase("CanRestart(e)", 1)]
    [TestCase("time - overlap > start", 2)]
    [TestCase("codes[0] == e.HResult", 1)]
    [TestCase("(attempts++) == 3", 1)]
    [TestCase("new FileInfo(path) is { Exists: true }", 1)]
    public void Check_finds_code_that_can_throw_or_has_effects(string filter, int count) =>
        Assert.That(Problems($"class A {{ void B() {{ try {{ }} catch (Exception e) when ({filter}) {{ }} }} }}").ToList(), Has.Count.EqualTo(count));

    private static IEnumerable<string> Problems(string source) =>
        from filter in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<CatchFilterClauseSyntax>()
        from part in filter.FilterExpression.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
        where !Allowed.Contains(part.Kind())
        select $"line {part.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {part}";
}
