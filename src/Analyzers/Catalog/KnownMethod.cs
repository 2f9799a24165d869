namespace LeakGuard.Catalog;

/// <summary>What a call of a method by name or shape says about the value it returns.</summary>
internal enum FactoryKind : byte
{
    Unknown,

    /// <summary>Create, Open, Connect, …: the caller gets something new.</summary>
    Creates,

    /// <summary>Pools, containers, lookups: the caller gets something that others own.</summary>
    Borrows,
}

/// <summary>Everything the catalog knows of one method definition.</summary>
internal sealed class KnownMethod
{
    public KnownMethod(MethodRole role, BlockKind block, SinkKind sink, FactoryKind factory, bool disposes, bool nullsafe)
    {
        Role = role;
        Block = block;
        Sink = sink;
        Factory = factory;
        Disposes = disposes;
        ReleasesByName = nullsafe;
    }

    public MethodRole Role { get; }

    public BlockKind Block { get; }

    public SinkKind Sink { get; }

    public FactoryKind Factory { get; }

    /// <summary>Dispose or DisposeAsync: releases its receiver for certain.</summary>
    public bool Disposes { get; }

    /// <summary>Close, Stop, Abort, Kill, Return …: releases its receiver as far as its name goes.</summary>
    public bool ReleasesByName { get; }
}
