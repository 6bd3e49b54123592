using System.Text.RegularExpressions;

namespace OnePassword.Events.Generated.Tests.Layout;

/// <summary>The tasks of build.ps1 run the commands in CONTRIBUTING.md.</summary>
public sealed partial class TaskTests
{
    private static readonly string[] Tasks = ["Build", "Test", "Pack", "Regenerate", "Clean"];

    [Test]
    public void Each_task_of_the_script_runs_the_command_of_the_guide() =>
        Assert.That(TasksOfScript(), Is.EqualTo(TasksOfGuide()));

    [Test]
    public void The_script_accepts_exactly_the_documented_tasks()
    {
        var allowed = AllowedTasks().Match(Repository.Read("build.ps1")).Groups[1].Value;
        Assert.That(allowed.Split(',').Select(name => name.Trim(' ', '\'')), Is.EqualTo(Tasks));
        Assert.That(TasksOfScript().Keys, Is.EqualTo(Tasks));
    }

    [Test]
    public void The_guide_names_the_script_for_each_task() =>
        Assert.That(Tasks, Is.All.Matches<string>(task => Repository.Read("CONTRIBUTING.md").Contains($"`./build.ps1 -Task {task}`", StringComparison.Ordinal)));

    private static Dictionary<string, string> TasksOfScript() =>
        ScriptTask().Matches(Repository.Read("build.ps1")).ToDictionary(match => match.Groups[1].Value, match => $"dotnet {match.Groups[2].Value}", StringComparer.Ordinal);

    private static Dictionary<string, string> TasksOfGuide() =>
        GuideTask().Matches(Repository.Read("CONTRIBUTING.md"))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"ValidateSet\(([^)]*)\)")]
    private static partial Regex AllowedTasks();

    [GeneratedRegex(@"^    (\w+) += '(.*)'\r?$", RegexOptions.Multiline)]
    private static partial Regex ScriptTask();

    [GeneratedRegex(@"^\| (\w+) \| `(dotnet [^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex GuideTask();
}
