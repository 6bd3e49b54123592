using System.Text.Json;
using Spectre.Console;

namespace OnePassword.Events.Cli.Messages;

/// <summary>
/// The only place that writes messages for people. They go to standard error, without secrets and control characters. Writing
/// never throws.
/// </summary>
/// <param name="error">Standard error.</param>
/// <param name="clock">The time of each message.</param>
internal sealed class MessageLog(NonThrowingWriter error, TimeProvider clock)
{
    public SecretRedactor Secrets { get; } = new();

    /// <summary>Gets or sets the name of the program.</summary>
    public string Program { get; set; } = "op-events";

    /// <summary>Gets or sets the terminal on standard error; null if there is none.</summary>
    public IAnsiConsole? Terminal { get; set; }

    /// <summary>Gets or sets the least important level that is written.</summary>
    public MessageLevel Threshold { get; set; } = MessageLevel.Information;

    public bool IsJson { get; set; }

    /// <summary>Gets or sets a value indicating whether standard error is the systemd journal, which adds the time.</summary>
    public bool IsJournal { get; set; }

    /// <summary>Gets or sets a value indicating whether standard error is kept by nothing that adds the time.</summary>
    public bool IsPlainLog { get; set; }

    /// <summary>Gets or sets a value indicating whether the command runs long, so that the time of a line matters.</summary>
    public bool RunsLong { get; set; }

    /// <summary>Gets the terminal for a live display; null if nothing is to be drawn on standard error.</summary>
    public IAnsiConsole? LiveTerminal => IsJson || Threshold < MessageLevel.Information ? null : Terminal;

    public bool IsEnabled(MessageLevel level) => level <= Threshold;

    /// <param name="kind">The failure.</param>
    /// <param name="exitCode">The exit code that the failure causes.</param>
    /// <param name="text">The problem and the remedy.</param>
    /// <param name="source">The account and the feed.</param>
    /// <param name="namesSource">Whether the text itself names the account and the feed.</param>
    public void Error(
        MessageEvent kind, int exitCode, string text, MessageSource source = default, bool namesSource = false) =>
        Write(new Message(MessageLevel.Error, NameOf(kind), text)
        {
            ExitCode = exitCode,
            Source = source,
            NamesSource = namesSource,
        });

    public void Warning(MessageEvent kind, string text, MessageSource source = default) =>
        Write(new Message(MessageLevel.Warning, NameOf(kind), text) { Source = source });

    public void Information(MessageEvent kind, string text, MessageSource source = default) =>
        Write(new Message(MessageLevel.Information, NameOf(kind), text) { Source = source });

    public void Write(Message message)
    {
        if (!IsEnabled(message.Level))
            return;
        var safe = Redact(message);
        var now = clock.GetUtcNow();
        var lines = IsJson
            ? [MessageFormat.Json(safe, now)]
            : MessageFormat.Text(safe, Program, RunsLong && IsPlainLog && !IsJournal ? now : null);
        foreach (var line in lines)
            WriteLine(IsJournal ? MessageFormat.JournalPriority(message.Level) + line : line);
    }

    /// <summary>Writes a question for the operator, without a line break.</summary>
    public void Ask(string question) => error.Write(Secrets.Redact(question));

    /// <summary>Returns the name of an event in JSON.</summary>
    public static string NameOf(MessageEvent kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private Message Redact(Message message) => message with
    {
        Lines = [.. message.Lines.Select(Secrets.Redact)],
        Source = message.Source with
        {
            Account = Redact(message.Source.Account),
            Feed = Redact(message.Source.Feed),
            Server = Redact(message.Source.Server),
        },
    };

    private string? Redact(string? text) => text is null ? null : Secrets.Redact(text);

    // Above a live display, which a terminal redraws. JSON is not wrapped.
    private void WriteLine(string line)
    {
        if (Terminal is { } terminal && !IsJson)
            terminal.Write(new TerminalLine(line));
        else
            error.Write(line + Environment.NewLine);
    }
}
