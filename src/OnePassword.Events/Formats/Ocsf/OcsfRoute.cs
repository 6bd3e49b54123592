namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The class, the activity and the subject of an event.</summary>
internal sealed record OcsfRoute(OcsfSubject Subject, int Activity)
{
    public OcsfClass Class { get; } = Subject switch
    {
        OcsfSubject.SignIn or OcsfSubject.Switch => OcsfClass.Authentication,
        OcsfSubject.Item or OcsfSubject.Resource => OcsfClass.WebResources,
        OcsfSubject.User => OcsfClass.AccountChange,
        OcsfSubject.Group or OcsfSubject.Member or OcsfSubject.VaultGroup => OcsfClass.GroupManagement,
        OcsfSubject.VaultUser => OcsfClass.UserAccess,
        OcsfSubject.Entity => OcsfClass.EntityManagement,
        _ => OcsfClass.Base,
    };
}
