namespace OnePassword.Events.Durable;

/// <summary>Who may access the files and folders that are created. Windows takes the permissions of the parent folder instead.</summary>
internal sealed record FileRights(UnixFileMode File, UnixFileMode Folder)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Gets 0600 for files and 0700 for folders.</summary>
    public static FileRights Owner { get; } = new(OwnerFile, OwnerFolder);

    /// <summary>Gets 0640 for files and 0750 for folders.</summary>
    public static FileRights GroupMayRead { get; } = new(OwnerFile | UnixFileMode.GroupRead, OwnerFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
}
