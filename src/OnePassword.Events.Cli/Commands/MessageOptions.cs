using System.CommandLine;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>The options of every command that select the messages on standard error and their format.</summary>
internal sealed class MessageOptions
{
    private const string Json = "json";

    private readonly Option<bool> _quiet =
        new("--quiet") { Description = "Write only warnings and errors, and no progress. For cron.", Recursive = true };
    private readonly Option<bool> _verbose =
        new("--verbose") { Description = "Also write details, such as each request for a page.", Recursive = true };
    private readonly Option<string?> _format = OptionFactory.OneOf(
        "--log-format", "Format of the messages on standard error. Default: text.", "text", Json);

    public void AddTo(RootCommand root)
    {
        _format.Recursive = true;
        root.Add(_quiet);
        root.Add(_verbose);
        root.Add(_format);
    }

    /// <exception cref="CliException">The options contradict each other.</exception>
    public void Apply(ParseResult parsed, MessageLog messages)
    {
        // An invalid value is reported as text.
        var hasFormat = parsed.GetResult(_format) is { } format && !format.Errors.Any();
        messages.IsJson = hasFormat && parsed.GetValue(_format) == Json;
        var (quiet, verbose) = (parsed.GetValue(_quiet), parsed.GetValue(_verbose));
        if (quiet && verbose)
            throw CliException.Usage("--quiet and --verbose are mutually exclusive.");
        messages.Threshold = quiet ? MessageLevel.Warning : verbose ? MessageLevel.Debug : MessageLevel.Information;
    }
}
