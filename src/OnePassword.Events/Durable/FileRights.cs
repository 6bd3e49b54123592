namespace OnePassword.Events.Durable;

/// <summary>The access rights of new files and folders. On Windows, they inherit those of their parent folder instead.</summary>
internal sealed record FileRights(UnixFileMode File, UnixFileMode Folder)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Mode 0600 for files and 0700 for folders.</summary>
    public static FileRights Owner { get; } = new(OwnerFile, OwnerFolder);

    /// <summary>Mode 0640 for files and 0750 for folders.</summary>
    public static FileRights GroupMayRead { get; } =
        new(OwnerFile | UnixFileMode.GroupRead, OwnerFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
}
