namespace OnePassword.Events.Cli.Follow;

/// <summary>Cuts the files of one output back to what is committed, or refuses and leaves them as they are.</summary>
internal static class FollowRecovery
{
    /// <exception cref="ToolException">The files do not fit the position.</exception>
    public static void Run(string folder, string baseName, OutputPosition? committed)
    {
        var files = Files(folder, baseName);
        if (committed is null)
        {
            RefuseIfAny(files, folder, baseName);
            DirectorySync.Create(folder);
            return;
        }

        var name = FollowFileName.Parse(committed.File);
        if (name?.Base != baseName)
            throw Refuse($"{baseName} goes on in {committed.File} according to its state, which is no file of {baseName}.");
        using var file = OpenCommitted(folder, committed);
        DirectorySync.Create(folder);
        foreach (var later in files.Where(file => file.Number > name.Number))
            File.Delete(Path.Combine(folder, later.ToString()));
        file?.SetLength(committed.Length);
        file?.Flush(flushToDisk: true);
    }

    /// <summary>Refuses what <see cref="Run"/> refuses, and touches nothing.</summary>
    /// <exception cref="ToolException">The files do not fit the position.</exception>
    public static void Check(string folder, string baseName, OutputPosition? committed)
    {
        if (committed is null)
            RefuseIfAny(Files(folder, baseName), folder, baseName);
        else if (new FileInfo(Path.Combine(folder, committed.File)) is var file && !(file.Exists ? file.Length >= committed.Length : committed.Length == 0))
            throw Lost(file.Exists ? $"{file} is {file.Length} bytes long" : $"{file} is missing", committed);
    }

    /// <summary>The files of one output that there are; none in a folder that is not there.</summary>
    public static List<FollowFileName> Files(string folder, string baseName)
    {
        if (!Directory.Exists(folder))
            return [];
        // Filtered before names are made of them: each feed of each account looks through the folder when it begins.
        var names = Directory.EnumerateFiles(folder, baseName + "-*").Select(path => FollowFileName.Parse(Path.GetFileName(path)));
        return [.. names.OfType<FollowFileName>().Where(name => name.Base == baseName)];
    }

    private static void RefuseIfAny(List<FollowFileName> files, string folder, string baseName)
    {
        if (files.MinBy(file => file.Number) is { } first)
            throw Refuse($"{folder} holds files of {baseName} that were written without this state, the first of them {first}: "
                + "move them, or give another folder.");
    }

    /// <returns>Null if there is no such file, and none is needed.</returns>
    private static FileStream? OpenCommitted(string folder, OutputPosition committed)
    {
        var path = Path.Combine(folder, committed.File);
        if (!File.Exists(path))
            return committed.Length == 0 ? null : throw Lost($"{path} is missing", committed);
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (file.Length >= committed.Length)
            return file;
        using (file)
            throw Lost($"{path} is {file.Length} bytes long", committed);
    }

    private static ToolException Lost(string what, OutputPosition committed) => Refuse(
        $"{what}, but {committed.Length} bytes of it are committed: put the file back, "
        + "or go on with a new file by `op-events state set <name> --state <folder> --forget-output --output <folder>`.");

    private static ToolException Refuse(string message) => new(ExitCode.Output, message);
}
