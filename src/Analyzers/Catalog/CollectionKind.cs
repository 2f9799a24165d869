namespace LeakGuard.Catalog;

/// <summary>The families of collections whose operations the engine understands.</summary>
internal enum CollectionKind : byte
{
    None,

    /// <summary>Entries found by key: dictionaries of every kind.</summary>
    Keyed,

    /// <summary>Entries found by index or instance: lists, linked lists, priority queues.</summary>
    List,

    /// <summary>Entries taken in the collection's own order: queues, stacks, bags, blocking collections.</summary>
    Sequence,

    /// <summary>Sets.</summary>
    Set,

    /// <summary>Arrays.</summary>
    Array,

    /// <summary>Channels, their readers and their writers.</summary>
    Channel,

    /// <summary>Memory caches: entries leave by themselves.</summary>
    Cache,

    /// <summary>Tables of weak keys.</summary>
    Weak,

    /// <summary>Collections that dispose what they hold themselves (CompositeDisposable and its like).</summary>
    Owning,
}
