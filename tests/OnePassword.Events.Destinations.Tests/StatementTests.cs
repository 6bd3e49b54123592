using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>Each of the statements about destinations, which tests/README.md explains, has a test.</summary>
public sealed partial class StatementTests
{
    private static IEnumerable<int> Numbers =>
        from file in Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
        from Match property in Property().Matches(File.ReadAllText(file))
        select int.Parse(property.Groups["number"].Value, CultureInfo.InvariantCulture);

    [Test]
    public void Each_statement_has_a_test() =>
        Assert.That(Numbers.Distinct().Order(), Is.EqualTo(Enumerable.Range(1, 24)));

    [GeneratedRegex(
        @"Property\(""Statement"", (?<number>[0-9]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Property();
}
