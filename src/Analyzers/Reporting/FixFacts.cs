namespace LeakGuard.Reporting;

/// <summary>Keys of the properties by which a diagnostic tells its fix what the analyzer knew.</summary>
internal static class FixFacts
{
    /// <summary>Name of the store.</summary>
    public const string Store = "store";

    /// <summary>How an entry is ended: Dispose, DisposeAsync, or both.</summary>
    public const string Form = "form";

    /// <summary>The way from an entry to its resource, as member names and unwrappings separated by dots.</summary>
    public const string Path = "path";

    /// <summary>The lock to take, as an expression.</summary>
    public const string Lock = "lock";

    /// <summary>Why no fix is offered.</summary>
    public const string Refused = "refused";

    /// <summary>The store is a container of this compilation, whose methods no fix knows how to use.</summary>
    public const string Container = "container";

    /// <summary>Kind of the operation reported.</summary>
    public const string Operation = "operation";

    /// <summary>The store is used by several threads.</summary>
    public const string Shared = "shared";

    /// <summary>Name of the flag that says the holder is closed.</summary>
    public const string Flag = "flag";

    /// <summary>Kind of the collection.</summary>
    public const string Collection = "collection";

    /// <summary>The store is used under something that a lock statement cannot take, so no other lock may be put beside it.</summary>
    public const string Guarded = "guarded";

    /// <summary>The lock that the drain of the store takes.</summary>
    public const string DrainLock = "drainLock";

    /// <summary>Another insertion takes no lock and checks nothing: a new lock around one of them would order nothing.</summary>
    public const string Unordered = "unordered";

    /// <summary>A value that is made and thrown away again loses nothing.</summary>
    public const string Inert = "inert";

    /// <summary>Name of the parameter that takes the newcomer, where the call is one of a helper.</summary>
    public const string Newcomer = "newcomer";

    /// <summary>Documentation comment id of a member the fix has to find again.</summary>
    public const string Member = "member";

    /// <summary>Disposing an entry can fail, so that one may not skip the rest.</summary>
    public const string Fails = "fails";

    /// <summary>Who calls the callback: the kind of its sink.</summary>
    public const string Sink = "sink";

    /// <summary>The name of the event, property or method that takes the callback; absent when nothing attaches it. The first additional location is then the registration.</summary>
    public const string Event = "event";

    /// <summary>How many releases there are: the first additional location is one, the others come last.</summary>
    public const string Releases = "releases";
}
