using static OnePassword.Events.Formats.Ocsf.OcsfSubject;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The class and the activity of every event: OCSF 1.8.0. OCSF has no activity for an action with activity 99.</summary>
internal static class OcsfRoutes
{
    private const int Other = OcsfClass.OtherActivity;

    private const string Users = "user invite miguser ec";
    private const string Accounts = "account mngdacc famchild";
    private const string Contents = "vault item items file itemhist";

    private static readonly EventTable<OcsfRoute> AuditEvents = new(
        (Users, "create provsn propose", new(User, 1)),
        (Users, "activate reactive verify complete", new(User, 2)),
        (Users, "changemp", new(User, 3)),
        (Users, "beginr completr", new(User, 4)),
        (Users, "suspend", new(User, 5)),
        (Users, "delete purge", new(User, 6)),
        (Users, "enblmfa updatmfa", new(User, 10)),
        (Users, "disblmfa", new(User, 11)),
        (Users, "*", new(User, Other)),
        ("gm", "join", new(Member, 3)),
        ("gm", "leave", new(Member, 4)),
        ("gm", "*", new(Member, Other)),
        ("group", "delete", new(Group, 5)),
        ("group", "create", new(Group, 6)),
        ("group", "*", new(Group, Other)),
        ("uva", "grant", new(VaultUser, 1)),
        ("uva", "revoke", new(VaultUser, 2)),
        ("uva", "*", new(VaultUser, Other)),
        ("gva", "grant", new(VaultGroup, 1)),
        ("gva", "revoke", new(VaultGroup, 2)),
        ("gva", "*", new(VaultGroup, Other)),
        (Contents, "view", new(Resource, 2)),
        (Contents, "export", new(Resource, 7)),
        (Contents, "share", new(Resource, 8)),
        ("device", "reauth", new(Entity, 3)),
        ("device", "create", new(Entity, 6)),
        ("device", "delete deolddev dealldev", new(Entity, 7)),
        ("mngdacc", "launchi", new(Switch, 7)),
        (Accounts, "create", new(Entity, 1)),
        (Accounts, "delete", new(Entity, 4)),
        (Accounts, "enblduo enblmfa enblsso", new(Entity, 8)),
        (Accounts, "disblduo disblmfa disblsso", new(Entity, 9)),
        (Accounts, "activate", new(Entity, 10)),
        (Accounts, "expire", new(Entity, 11)),
        (Accounts, "suspend", new(Entity, 12)),
        (Accounts, "*", new(Entity, 3)),
        ("dlgdsess", "*", new(Entity, Other)),
        ("*", "create", new(Entity, 1)),
        ("*", "view", new(Entity, 2)),
        ("*", "update updatea updatduo updatfw updatmfa patch chngpsso chngasso chngdsso", new(Entity, 3)),
        ("*", "delete purge trevoke", new(Entity, 4)),
        ("*", "enblsso", new(Entity, 8)),
        ("*", "disblsso", new(Entity, 9)),
        ("*", "*", new(Entity, Other)),
        ("", "*", new(None, Other)));

    private static readonly EventTable<OcsfRoute> ItemUsages = new(
        ("*", "server-create", new(Item, 1)),
        ("*", "reveal fill secure-copy server-fetch", new(Item, 2)),
        ("*", "server-update enter-item-edit-mode", new(Item, 3)),
        ("*", "export", new(Item, 7)),
        ("*", "share", new(Item, 8)),
        ("*", "*", new(Item, Other)));

    private static readonly OcsfRoute SignInAttempt = new(SignIn, 1);
    private static readonly OcsfRoute Unknown = new(None, Other);

    public static OcsfRoute Of(string feed, JsonField objectType, JsonField action) => feed switch
    {
        FeedNames.AuditEvents => AuditEvents.Find(objectType, action),
        FeedNames.ItemUsages => ItemUsages.Find(default, action),
        FeedNames.SignInAttempts => SignInAttempt,
        _ => null,
    } ?? Unknown;
}
