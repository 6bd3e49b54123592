using System.Runtime.InteropServices;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli;

/// <summary>All that the tool touches outside of its arguments: data goes to Output, talk to Error.</summary>
internal sealed record ToolIo(Stream Output, TextWriter Error, TextReader Input, Func<string, string?> Environment, TimeProvider Clock)
{
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
        if (Terminal is { } terminal)
            terminal.WriteLine(line);
        else
            Error.WriteLine(line);
    }

    public static ToolIo OfProcess() => new(StandardOutput.Open(), Console.Error, Console.In, System.Environment.GetEnvironmentVariable, TimeProvider.System)
    {
        Terminal = Console.IsErrorRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        InputIsTerminal = !Console.IsInputRedirected,
        OnReload = OnHangup,
    };

    // On Windows, the signal that stands for it means that the console goes away.
    private static PosixSignalRegistration? OnHangup(Action reload) => OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        reload();
    });
}
