using System.CommandLine;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of <c>op-events export</c> for its output: files, standard output or a destination.</summary>
internal sealed class ExportOutputOptions
{
    private readonly Option<NameTemplate?> _output = OutputOption.Create();
    private readonly Option<string?> _to = OutputTypeOption.CreateDestination();
    private readonly Option<string[]> _set = OutputTypeOption.CreateSettings();

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder for the progress and the dead letters of --to.",
        HelpName = "folder",
    };

    private readonly Option<NameTemplate?> _name = OutputOption.Create(
        "--name", "template", "File name, with {feed}, {account}, {since}, {until} (UTC). Default: {feed}.", ExportName.Parse);

    private readonly Option<bool> _gzip =
        new("--gzip") { Description = "Compress the output. Files are named <name>.ndjson.gz." };

    private readonly Option<EventFormat?> _format = OptionFactory.LineFormat();

    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = ExportCommand.GroupReadable };

    private readonly Option<bool> _overwrite =
        new("--overwrite") { Description = "Replace existing files. Unfinished ones move to set-aside." };

    public Option[] All => [_output, _to, _set, _state, _name, _gzip, _format, _groupReadable, _overwrite];

    /// <summary>Gets the option that a configuration file replaces.</summary>
    public Option Settings => _set;

    private Option[] OfLines => [_output, _name, _gzip, _format, _groupReadable, _overwrite];

    /// <exception cref="CliException">An option has no effect on this output.</exception>
    public void ThrowIfContradictory(ParseResult parsed)
    {
        if (parsed.GetValue(_to) is null && parsed.Given([_set, _state]).FirstOrDefault() is { } option)
            throw CliException.Usage($"{option} requires --to.");
        if (parsed.GetValue(_to) is not null)
            OutputTypeOption.ThrowIfCombined(parsed, OfLines);
    }

    /// <summary>Returns the destination that the options describe; null without --to.</summary>
    /// <exception cref="CliException">The type is not that of a destination, or a setting is invalid.</exception>
    public DestinationOutput? Read(ParseResult parsed, CliContext cli) => parsed.GetValue(_to) switch
    {
        null => null,
        FilesOutput.TypeName or StdoutOutput.TypeName => throw CliException.Usage(
            "--to requires a destination. For files and standard output, use --output."),
        var type => OutputOptionSource.Read(type, parsed.GetValue(_set) ?? [], cli) as DestinationOutput
            ?? throw CliException.Usage(
                $"--to {type} is an output of op-events follow. `op-events follow --once` stores everything that is available."),
    };

    /// <summary>Returns the destination of an account with the name or type of --to; null without --to.</summary>
    /// <exception cref="CliException">The account has none, or several of this type.</exception>
    public DestinationOutput? Select(ParseResult parsed, FollowedAccount followed)
    {
        if (parsed.GetValue(_to) is not { } to)
            return null;
        var destinations = followed.Outputs.OfType<DestinationOutput>().ToList();
        var found = destinations.Where(output => output.Title == to).ToList() is { Count: > 0 } named
            ? named
            : destinations.Where(output => output.Type == to).ToList();
        var count = found.Count == 0 ? "no destination" : Format.Count(found.Count, "destination");
        var remedy = destinations.Count == 0
            ? "Add one to its outputs."
            : $"Use --to {Format.List([.. destinations.Select(output => output.Title)], "or")}.";
        return found is [var only]
            ? only
            : throw CliException.Usage($"--to {to}: {followed.Account.Title} has {count} of this name or type. {remedy}");
    }

    /// <summary>Completes a plan with the settings of the file, or of the defaults, unless an option replaces them.</summary>
    /// <exception cref="CliException">The lines of several feeds would be mixed, or an option is missing.</exception>
    public ExportPlan Complete(ExportPlan plan, ParseResult parsed, FollowPlan source, bool isOneFeed) =>
        parsed.GetValue(_to) is null
            ? ToLines(plan, parsed, source, isOneFeed)
            : plan with { State = StateOf(parsed, source) };

    private string StateOf(ParseResult parsed, FollowPlan source)
    {
        var state = parsed.GetValue(_state) ?? source.State;
        return string.IsNullOrWhiteSpace(state)
            ? throw CliException.Usage("--state is missing. Specify a folder for the progress of the export.")
            : state;
    }

    private ExportPlan ToLines(ExportPlan plan, ParseResult parsed, FollowPlan source, bool isOneFeed)
    {
        // The first output of the file that export can write as lines.
        var ofFile = source.Outputs.FirstOrDefault(output => output is FilesOutput or StdoutOutput);
        var (output, files) = (parsed.GetValue(_output), ofFile as FilesOutput ?? new FilesOutput());
        var stdout = ofFile as StdoutOutput;
        plan = plan with
        {
            Output = output is null && stdout is null ? files.Folder : ToFolder(output),
            Name = parsed.GetValue(_name) ?? ExportName.Default,
            Gzip = parsed.GetValue(_gzip) || files.Options.Gzip || stdout is { Gzip: true },
            LineFormat = parsed.GetValue(_format) ?? stdout?.LineFormat ?? files.LineFormat,
            GroupReadable = parsed.GetValue(_groupReadable) || files.GroupReadable,
            Overwrite = parsed.GetValue(_overwrite),
        };
        if (plan.Output is null && plan.LineFormat == EventFormat.Raw && !isOneFeed)
            throw CliException.Usage(
                "standard output would mix the events of several feeds. Name one feed, or use --format envelope.");
        if (plan is { Output: null, Resume: true })
            throw CliException.Usage("--resume requires files. It does not work with standard output.");
        return plan;
    }

    private static NameTemplate? ToFolder(NameTemplate? output) =>
        output?.ToString() == OutputOptions.StandardOutput ? null : output;
}
