using System.CommandLine;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of <c>op-events follow</c> for its output.</summary>
internal sealed class FollowOutputOptions
{
    private readonly Option<NameTemplate?> _output = OutputOption.Create();

    private readonly Option<string?> _to = OutputTypeOption.Create();
    private readonly Option<string[]> _set = OutputTypeOption.CreateSettings();

    private readonly Option<string?> _ack = new("--ack")
    {
        Description = "Acknowledgements of --output -. Without them, lines in the pipe can be lost.",
        HelpName = "-|pipe",
    };

    private readonly Option<long?> _rotateSize = OptionFactory.Create<long?>(
        "--rotate-size", "size", "Start a new file after this size, such as 100MB.", $"{ByteSize.Forms}, at least 1KB",
        text => ByteSize.TryParse(text, out var bytes) && bytes >= ByteSize.Kilobyte ? bytes : null);

    private readonly Option<TimeSpan?> _rotateEvery = OptionFactory.LongDuration(
        "--rotate-every", "Start a new file after this time, such as 1d.");

    private readonly Option<TimeSpan?> _keep = OptionFactory.LongDuration(
        "--keep", "Remove finished files after this time, such as 30d. Default: never.");

    private readonly Option<int?> _keepFiles = OptionFactory.WholeNumber(
        "--keep-files", "number", "Keep this number of finished files per feed. Default: all.", 1, int.MaxValue);

    private readonly Option<long?> _minFreeSpace = OptionFactory.Create<long?>(
        "--min-free-space", "size", "Stop reading while the disk has less free space. Default: 100MB.", ByteSize.Forms,
        text => ByteSize.TryParse(text, out var bytes) ? bytes : null);

    private readonly Option<bool> _gzip = new("--gzip") { Description = "Compress the output." };

    private readonly Option<EventFormat?> _format = OptionFactory.LineFormat();

    private readonly Option<bool> _groupReadable = new("--group-readable") { Description = ExportCommand.GroupReadable };

    public Option[] All =>
    [
        _output, _to, _set, _ack, _rotateSize, _rotateEvery, _keep, _keepFiles, _minFreeSpace, _gzip, _format,
        _groupReadable,
    ];

    private Option[] OfFiles => [_rotateSize, _rotateEvery, _keep, _keepFiles, _minFreeSpace, _groupReadable];

    /// <summary>Returns the output that the options describe.</summary>
    /// <exception cref="CliException">
    /// A value is invalid, an option has no effect on this output, or acknowledgements have no source.
    /// </exception>
    public FollowOutput Read(ParseResult parsed, bool tokenFromStandardInput, CliContext cli)
    {
        var output = parsed.GetValue(_to) is { } type ? ReadDestination(parsed, type, cli) : ReadShortForm(parsed);
        if (output is StdoutOutput { Ack: AckSource.StandardInput } && tokenFromStandardInput)
            throw CliException.Usage("--ack - and --token-stdin both read standard input. Use a named pipe or --token-file.");
        return output;
    }

    private FollowOutput ReadDestination(ParseResult parsed, string type, CliContext cli)
    {
        OutputTypeOption.ThrowIfCombined(parsed, [_output, .. OfFiles, _ack, _gzip, _format]);
        return OutputOptionSource.Read(type, parsed.GetValue(_set) ?? [], cli);
    }

    // --output, with the options of files and of standard output.
    private FollowOutput ReadShortForm(ParseResult parsed)
    {
        if (parsed.Given([_set]).Any())
            throw CliException.Usage("--set requires --to.");
        var toStandardOutput = parsed.GetValue(_output)?.ToString() == OutputOptions.StandardOutput;
        if (toStandardOutput && parsed.Given(OfFiles).FirstOrDefault() is { } option)
            throw CliException.Usage($"{option} applies to files, but the output is standard output. Remove it.");
        if (parsed.GetValue(_ack) is not null && !toStandardOutput)
            throw CliException.Usage("--ack requires --output -. Files need no acknowledgement.");
        return toStandardOutput ? ReadStandardOutput(parsed) : ReadFiles(parsed);
    }

    private StdoutOutput ReadStandardOutput(ParseResult parsed) => new()
    {
        Ack = parsed.GetValue(_ack),
        Gzip = parsed.GetValue(_gzip),
        LineFormat = parsed.GetValue(_format) ?? EventFormat.Raw,
    };

    private FilesOutput ReadFiles(ParseResult parsed) => new()
    {
        Folder = parsed.GetValue(_output) ?? NameTemplate.ParseFolder(OutputOptions.DefaultFolder),
        Options = new OutputOptions
        {
            RotateSize = parsed.GetValue(_rotateSize),
            RotateEvery = parsed.GetValue(_rotateEvery),
            Keep = parsed.GetValue(_keep),
            KeepFiles = parsed.GetValue(_keepFiles),
            Gzip = parsed.GetValue(_gzip),
        },
        MinFreeSpace = parsed.GetValue(_minFreeSpace) ?? OutputOptions.DefaultMinFreeSpace,
        LineFormat = parsed.GetValue(_format) ?? EventFormat.Raw,
        GroupReadable = parsed.GetValue(_groupReadable),
    };
}
