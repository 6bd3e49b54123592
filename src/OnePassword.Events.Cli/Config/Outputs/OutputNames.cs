using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>The names of a list of outputs, which become parts of the names of checkpoints.</summary>
internal sealed partial class OutputNames
{
    private const string Rule = "up to 32 letters, digits and underscores, and not the name of a feed";

    // Some file systems ignore letter case.
    private readonly HashSet<string> _titles = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private string? _unnamed;

    public static string Read(ConfigValue value)
    {
        var name = value.Word();
        // With the name of a feed, a checkpoint could be that of another account.
        return Valid().IsMatch(name) && !FeedNames.All.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? name
            : throw new InvalidValueException($"{value.Node.Display} is not a valid name: {Rule}");
    }

    /// <summary>Reports an output whose checkpoints would be those of an earlier one.</summary>
    public void Add(FollowOutput output, ConfigSection section)
    {
        if (!_titles.Add(output.Title))
            section.AddProblem($"another output has the name {output.Title}. Add a name");
        else if (output.CheckpointPart is null && _unnamed is not null)
            section.AddProblem(
                $"the outputs {_unnamed} and {output.Type} need names if there are both. Add a name to one of them");
        else if (output is FilesOutput { Folder: { } folder } && !_places.Add(folder.ToString()))
            section.AddProblem("another output writes to the same folder. Choose another folder");
        else if (!section.HasProblems && output is EventStoreOutput { Location: var location } && !_places.Add(location))
            section.AddProblem($"another output stores the events in {location}. Choose another place, or remove this output");
        if (output.CheckpointPart is null)
            _unnamed ??= output.Type;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Valid();
}
