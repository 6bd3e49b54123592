using static OnePassword.Events.Emulator.Generation.EventSubject;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>
/// All documented audit actions and object types, in known or plausible combinations. Those of gm, uva,
/// gva, items, item, device and dlgdsess come from captures. The others follow from the names.
/// </summary>
internal static class AuditVocabulary
{
    public static IReadOnlyList<AuditKind> All { get; } =
    [
        .. Each("account", Account, "activate", "update", "convert", "enblduo", "updatduo", "disblduo", "updatfw", "uisas"),
        .. Each("account", Account, "disblmfa", "prsndall", "unknown"),
        .. Each("user", User, "activate", "create", "delete", "deolddev", "dealldev", "enblmfa", "updatmfa", "disblmfa"),
        .. Each("user", User, "sendpkg", "resendts", "sendts", "upguest", "verify", "reactive", "suspend", "beginr"),
        .. Each("user", User, "completr", "cancelr", "provsn", "trvlaway", "trvlback", "changeks", "changemp", "changesk"),
        .. Each("user", User, "changenm", "changela", "tdvcsso", "sdvcsso", "updatea"),
        .. Each("device", OwnDevice, "create", "reauth", "delete"),
        .. Each("group", Group, "create", "update", "delete"),
        new("join", "gm", Group, User, "R"), new("leave", "gm", Group, User, "R"), new("role", "gm", Group, User, "A"),
        .. Each("vault", Vault, "create", "delete", "purge", "export", "hide", "unhide", "updatea"),
        new("patch", "items", Vault, None, "1 created, 4 updated, 0 deleted"),
        new("share", "item", Item, Vault), new("delshare", "item", Item, Vault), new("delete", "itemhist", Item, Vault),
        .. Each("vaultkey", Vault, "create", "replace"),
        .. Each("template", Other, "create", "update"),
        new("grant", "uva", Vault, User), new("revoke", "uva", Vault, User), new("update", "uva", Vault, User, "read,write"),
        new("grant", "gva", Vault, Group), new("revoke", "gva", Vault, Group), new("update", "gva", Vault, Group, "<all>&export"),
        .. Each("invite", Other, "create", "delete", "view"),
        .. Each("ec", User, "begin", "propose", "complete"),
        .. Each("miguser", User, "musercom", "muserdec"),
        .. Each("sso", Other, "enblsso", "disblsso", "chngpsso", "chngasso", "chngdsso"),
        new("addgsso", "sso", Other, Group), new("delgsso", "sso", Other, Group),
        .. Each("sub", Other, "update", "cancel"),
        .. Each("card", Other, "create", "delete"),
        .. Each("pm", Other, "create", "delete"),
        .. Each("slackapp", Other, "create", "delete"),
        .. Each("file", Other, "create", "delete"),
        .. Each("famchild", Account, "rdmchild", "detchild"),
        .. Each("sa", Other, "create", "delete"),
        .. Each("satoken", Other, "trename", "tverify", "trevoke", "expire"),
        new("dlgsess", "dlgdsess", Other, OwnSession),
        .. Each("ssotkn", None, "ssotknv"),
        .. Each("report", Other, "view", "export"),
        .. Each("cred", Other, "create", "delete"),
        .. Each("mngdacc", Account, "launchi", "unlink"),
        new("vrfydmn", "account", Account, None, "example.com"), new("uvrfydmn", "account", Account, None, "example.com"),
        new("dvrfydmn", "account", Account, None, "bücher.example"),
    ];

    /// <summary>Gets the kinds of most events in an account; delegated sessions are the most common.</summary>
    public static IReadOnlyList<AuditKind> Common { get; } =
    [
        .. Repeat("dlgsess", "dlgdsess", 8), .. Repeat("patch", "items", 6), .. Repeat("share", "item", 2),
        .. Repeat("grant", "uva", 1), .. Repeat("join", "gm", 1), .. Repeat("view", "report", 1),
        .. Repeat("create", "device", 1),
    ];

    /// <summary>Gets kinds that are not in any specification.</summary>
    public static IReadOnlyList<AuditKind> Unknown { get; } =
        [new("quantize", "hologram", Other, Other, "\\ \" \u0001 🛰"), new("launchi", "hologram", Vault)];

    private static IEnumerable<AuditKind> Each(string objectType, EventSubject subject, params IEnumerable<string> actions) =>
        actions.Select(action => new AuditKind(action, objectType, subject));

    private static IEnumerable<AuditKind> Repeat(string action, string objectType, int weight) =>
        Enumerable.Repeat(All.Single(kind => (kind.Action, kind.ObjectType) == (action, objectType)), weight);
}
