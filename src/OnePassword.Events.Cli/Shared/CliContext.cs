using System.Runtime.InteropServices;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli.Shared;

/// <summary>All that the tool touches outside of its arguments: data goes to Output, talk to Error.</summary>
internal sealed record CliContext(Stream Output, TextWriter Error, TextReader Input, Func<string, string?> Environment, TimeProvider Clock)
{
    /// <summary>Where the tool talks. Writing there does not fail, and shows no secret.</summary>
    public TextWriter Error { get; } = new RedactingWriter(Error);

    /// <summary>What must not be shown.</summary>
    public SecretRedactor Secrets => ((RedactingWriter)Error).Secrets;

    /// <summary>The columns of the terminal that <see cref="Output"/> is; null if it is none.</summary>
    public int? Columns { get; init; }

    /// <summary>The terminal behind <see cref="Error"/>; null if there is none.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>Whether somebody sits at <see cref="Input"/>, who can be asked.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Changes how the library gets through failures; nothing, outside of tests.</summary>
    public Action<EventsResilienceOptions> Resilience { get; init; } = _ => { };

    /// <summary>What files are written with; the disk itself, outside of tests.</summary>
    public Disk Disk { get; init; } = new();

    /// <summary>Has something done each time the process is told to read its settings anew, until what it returns is disposed.</summary>
    public Func<Action, IDisposable?> OnReload { get; init; } = _ => null;

    /// <summary>Writes a line of talk, above a live table and not through it.</summary>
    public void Say(string line)
    {
        var safe = Secrets.Without(line);
        if (Terminal is { } terminal)
            terminal.WriteLine(safe);
        else
            Error.WriteLine(safe);
    }

    public static CliContext OfProcess()
    {
        var error = NonThrowingWriter.OfProcess();
        return new CliContext(StandardOutput.Open(), error, Console.In, System.Environment.GetEnvironmentVariable, TimeProvider.System)
        {
            Terminal = Console.IsErrorRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }),
            InputIsTerminal = !Console.IsInputRedirected,
            Columns = Console.IsOutputRedirected ? null : Console.WindowWidth,
            OnReload = OnHangup,
        };
    }

    // On Windows, the signal that stands for it means that the console goes away.
    private static PosixSignalRegistration? OnHangup(Action reload) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        reload();
    });
}
