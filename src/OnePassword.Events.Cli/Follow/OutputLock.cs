namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// The files of one output, which one program has at a time: another, with a state of its own, would cut off what this one has
/// committed. The system gives them back when the program ends, in whatever way.
/// </summary>
internal static class OutputLock
{
    // What the system says when another has the file: Windows, Linux, macOS.
    private static readonly int[] Held = [unchecked((int)0x80070020), 11, 35];

    /// <summary>Takes them, in a folder that is there.</summary>
    /// <exception cref="ToolException">Another program has them, or the folder cannot be written to.</exception>
    public static FileStream Take(string folder, string baseName)
    {
        try
        {
            return new FileStream(Path.Combine(folder, $".{baseName}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            throw new ToolException(ExitCode.Output, $"the files of {baseName} in {folder} are being written by another program; stop that, or give another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.Output, $"the output in the folder {folder} cannot be opened: {e.Message}");
        }
    }
}
