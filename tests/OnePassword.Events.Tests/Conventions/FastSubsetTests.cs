using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The fast subset of CONTRIBUTING leaves out the fixtures that start programs, build or pack.</summary>
public sealed class FastSubsetTests
{
    private const string Slow = "[Category(\"Slow\")]";

    // Other fixtures may start a small program of the operating system.
    private static readonly Regex StartsPrograms =
        new(@"CliProcess|\[Category\(""Build""\)\]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));

    private static IEnumerable<string> Fixtures =>
        from file in Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
        where !file.EndsWith($"{nameof(FastSubsetTests)}.cs", StringComparison.Ordinal)
        select file;

    [Test]
    public void CONTRIBUTING_names_the_filter_of_the_fast_subset() =>
        Assert.That(Repository.Read("CONTRIBUTING.md"), Does.Contain("`dotnet test --filter \"Category!=Slow\"`"));

    [Test]
    public void Fixtures_that_start_programs_are_not_in_the_fast_subset()
    {
        var starting = Fixtures.Where(file => StartsPrograms.IsMatch(File.ReadAllText(file))).ToList();

        Assert.That(starting, Has.Count.GreaterThan(5));
        Assert.That(starting.Where(file => !File.ReadAllText(file).Contains(Slow, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Package_tests_are_not_in_the_fast_subset() =>
        Assert.That(
            Repository.Read("tests", "OnePassword.Events.PackageTests", "AssemblySetup.cs"),
            Does.Contain(Slow.Replace("[", "[assembly: ", StringComparison.Ordinal)));

    [Test]
    public void Most_fixtures_are_in_the_fast_subset()
    {
        var slow = Fixtures.Count(file => File.ReadAllText(file).Contains(Slow, StringComparison.Ordinal));
        Assert.That(slow, Is.LessThan(Fixtures.Count() / 10));
    }
}
