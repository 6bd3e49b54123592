using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Follow.Status;

/// <summary>The table of metrics and the alert rules of the guide, compared with the metrics.</summary>
[Category("InProcess")]
public sealed partial class MetricsGuideTests
{
    private const string Prefix = "op_events_follow_";

    private static readonly string Guide =
        Repository.Read("src", "OnePassword.Events.Cli", "docs", "follow.md").ReplaceLineEndings("\n");

    private static readonly string Rules = Guide.Split("```yaml\ngroups:\n")[1].Split("```")[0];

    private static List<string> Names()
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System);
        using var board = new FollowStatusBoard(cli);
        return [.. MetricsRenderer.Render(board).Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2])];
    }

    [Test]
    public void Table_of_metrics_has_each_metric_once() => Assert.That(
        Guide.Split("\n| Metric | Meaning |\n")[1].Split("\n\n")[0].Split('\n')
            .SelectMany(row => Code().Matches(row.Split('|')[1])).Select(name => Prefix + name.Groups[1].Value),
        Is.EquivalentTo(Names()));

    [Test]
    public void Each_metric_of_the_alert_rules_exists() => Assert.That(
        Metric().Matches(Rules).Select(metric => metric.Value).Distinct(StringComparer.Ordinal), Is.SubsetOf(Names()));

    [TestCase("op_events_follow_output_failing == 1")]
    [TestCase("op_events_follow_output_dead_letters > 0")]
    [TestCase("- on (account, feed) group_left min by (account, feed) (op_events_follow_lag_seconds) > 900")]
    public void Alert_rules_cover_destinations(string expression) => Assert.That(Rules, Does.Contain(expression));

    [GeneratedRegex("`([a-z_]+)`", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex("op_events_[a-z_]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Metric();
}
