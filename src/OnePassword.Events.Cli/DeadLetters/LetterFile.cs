using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>The dead letters of one output. op-events follow can append others meanwhile.</summary>
internal sealed class LetterFile(string path, CliContext cli)
{
    private const string Folder = "dead-letters";
    private const string Extension = ".ndjson";

    /// <summary>Gets the name of the output.</summary>
    public string Output { get; } = Path.GetFileNameWithoutExtension(path);

    public DeadLetterFile File { get; } = new(path);

    /// <summary>Returns the files of a state folder, by name.</summary>
    /// <exception cref="CliException">The folder does not exist.</exception>
    public static IReadOnlyList<LetterFile> FindAll(string state, CliContext cli)
    {
        if (!Directory.Exists(state))
            throw new CliException(ExitCode.State, $"the folder {state} does not exist.");
        var folder = Path.Combine(state, Folder);
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)
                .Select(file => new LetterFile(file, cli))];
    }

    /// <exception cref="CliException">The file is damaged.</exception>
    public IReadOnlyList<StoredLetter> Read(LetterFilter filter)
    {
        try
        {
            return [.. File.Read().Select((letter, index) => new StoredLetter(Output, index, letter))
                .Where(stored => filter.Selects(stored.Letter))];
        }
        catch (InvalidDataException e)
        {
            throw new CliException(ExitCode.State, $"{File.Path} is damaged. {e.Message} Correct or remove this line.");
        }
    }

    /// <summary>Takes the lock for removing dead letters, whose indexes otherwise change meanwhile.</summary>
    /// <exception cref="CliException">Another process has the lock.</exception>
    public FileLock Lock() => FileLock.TryTake(File.Path + ".edit.lock", cli.Disk)
        ?? throw new CliException(ExitCode.State, $"another op-events deadletter is changing {File.Path}. Wait until it ends.");
}
