using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// Whether a slot, or the entry of one key, may still hold something live when control reaches a write:
/// proved absent, ended by a dispose, or proved present.
/// </summary>
internal sealed partial class Presence : Flow
{
    /// <summary>There may be a live value; nothing is known.</summary>
    public const int Unknown = 1;

    /// <summary>Empty, or what was there has been disposed or moved out.</summary>
    public const int Gone = 2;

    /// <summary>A value was seen to be there.</summary>
    public const int Live = 4;

    private const int MaxCallers = 3;

    private readonly Holder holder;
    private readonly Store store;
    private readonly Value? receiver;
    private readonly Value? key;
    private readonly int depth;

    /// <summary>The receiver is an object made in the body: its collection is empty then.</summary>
    private readonly Value? made;

    private readonly Dictionary<Node, int> states = new();

    /// <summary>It follows a helper: no helpers of helpers.</summary>
    private readonly bool isNested;

    private Presence(Holder holder, Store store, Value? receiver, Value? key, int depth, bool isNested = false)
    {
        this.isNested = isNested;
        this.holder = holder;
        this.store = store;
        this.receiver = receiver;
        this.key = key;
        this.depth = depth;
        made = store.IsCollection ? MadeHere(receiver) : null;
    }

    /// <summary>What ends something else could throw, but nobody counts on that.</summary>
    protected override bool MayThrow(Node node) => node is not CallNode { Target: { Name: "Dispose" or "Close" or "Cancel", Parameters.IsEmpty: true } } && !(node is CallNode call && IsEndOfIt(call)) && base.MayThrow(node);

    /// <summary>The states in which control may reach the access; 0 when it could not be followed.</summary>
    public static int Before(Holder holder, Store store, AccessNode access) => Before(holder, store, access, access.Target.A, access.Key, access.Depth, 0);

    /// <summary>The states in which control may reach another node, for the place that the access writes.</summary>
    public static int Before(Holder holder, Store store, AccessNode access, Node at) => Before(holder, store, at, access.Target.A, access.Key, access.Depth, 0);

    /// <summary>The states in which control may reach a node, of a slot of the holder itself.</summary>
    public static int OfSlot(Holder holder, Store store, Node at) => Before(holder, store, at, null, null, 0, 0);

    /// <summary>The states in which control may reach a node, of one place of a collection of the holder itself.</summary>
    public static int OfKey(Holder holder, Store store, Node at, Value key) => Before(holder, store, at, null, key, 0, 0);

    private static int Before(Holder holder, Store store, Node at, Value? receiver, Value? key, int depth, int callers)
    {
        var flow = new Presence(holder, store, receiver, key, depth) { flag = FlagOf(at), target = at };
        var entry = flow.made != null && at.Body.Member.Calls.Exists(c => c.IsCreation && c.Result == flow.made && c.Body == at.Body) ? Gone : EntryState(holder, store, at.Body, receiver, key, depth, callers);
        var outcome = flow.Run(at.Body, flow.Entry(entry));
        if (!outcome.IsCertain)
            return 0;
        return flow.states.TryGetValue(at, out var state) ? Folded(state) : 0;
    }

    private static Value? MadeHere(Value? receiver)
    {
        var value = receiver is { Kind: ValueKind.Local } ? receiver.Local.Single : receiver;
        return value is { Kind: ValueKind.Created } ? value : null;
    }

    /// <summary>Another member puts in something that it has made, and that is not of the type.</summary>
    protected override bool MayBeOther(ITypeSymbol? tested) => tested != null && !store.IsCollection && store.Accesses.Exists(a => a.Body.Member != target?.Body.Member && a.Inserts && a.Inserted is { Kind: ValueKind.Created, Type: { } made } && !IsOf(made, tested));

    private static bool IsOf(ITypeSymbol made, ITypeSymbol tested)
    {
        for (var at = made; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, tested.OriginalDefinition))
                return true;
        }

        foreach (var shape in made.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(shape.OriginalDefinition, tested.OriginalDefinition))
                return true;
        }

        return false;
    }

    private int StepOf(int state, Node node)
    {
        switch (node)
        {
            case AccessNode access when IsSame(access):
                return access.Inserts && IsOtherCase(access) ? state : After(access, state);
            case AccessNode access when IsWhole(access):
                return Gone;
            case DisposeNode dispose when Ends(dispose):
                return Gone;
            case CallNode call:
                return IsOtherCase(call) ? state : AfterCall(call, state);
            default:
                return state;
        }
    }

    private int After(AccessNode access, int state)
    {
        switch (access.Access)
        {
            case AccessKind.Remove or AccessKind.RemoveExact or AccessKind.RemoveInstance or AccessKind.Exchange or AccessKind.Take:
                return Gone;
            case AccessKind.Overwrite or AccessKind.Add or AccessKind.AddOrUpdate or AccessKind.GetOrAdd or AccessKind.CompareExchange:
                return access.Inserted is { IsNull: true } || EmptyCarrier.Is(store, access) || IsSentinel(access) ? Gone : SaysWhetherFilled(access) ? Unknown : IsSteady ? Live : state;
            default:
                return state;
        }
    }

    /// <summary>_session = IdleSession.Instance: a stand-in that all share, and that has nothing to end.</summary>
    private bool IsSentinel(AccessNode access) => access.Inserted is { Kind: ValueKind.Store or ValueKind.Member, Symbol: { IsStatic: true } one, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } && one is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
        && SymbolEqualityComparer.Default.Equals(one.ContainingType?.OriginalDefinition, type.OriginalDefinition) && EmptyEnd.Has(holder, type);

    /// <summary>status = Native.Open(out _handle): whether it has put something there is in what it returns.</summary>
    private static bool SaysWhetherFilled(AccessNode access) => access.Inserted is { Kind: ValueKind.Result, Symbol: IParameterSymbol { RefKind: RefKind.Out }, Call.Target: { IsExtern: true, ReturnType.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Boolean } };

    /// <summary>The key is the same on every turn of a loop; a loop variable or a local made anew is not.</summary>
    private bool IsSteady => !store.IsCollection || Canon.Text(key) is { } text && text.IndexOf("l:", System.StringComparison.Ordinal) < 0 && text.IndexOf("each:", System.StringComparison.Ordinal) < 0;

    private bool IsWhole(AccessNode access) =>
        SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) && access.Depth == 0 && store.IsCollection
        && access.Access is AccessKind.Clear or AccessKind.Replace or AccessKind.Exchange;

    private bool IsSame(AccessNode access)
    {
        if (!SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol) || access.Depth != depth || !SameReceiver(access.Target.A))
            return false;
        if (!store.IsCollection)
            return true;
        if (key == null)
            return access.Access is AccessKind.Exists or AccessKind.Lookup;
        return access.Key != null && Canon.Same(access.Key, key);
    }

    private bool SameReceiver(Value? other) => receiver == null ? other == null : other != null && Canon.Same(receiver, other);

    private bool Ends(DisposeNode dispose)
    {
        foreach (var root in Trace.Roots(holder, dispose.Operand))
        {
            if (root.Kind == RootKind.Created && Entries.InsertionOf(holder, root.Value, store, dispose.Body.Member) is { } insertion && IsSame(insertion))
                return true;
            if (!root.IsOf(store.Symbol))
                continue;
            if (!store.IsCollection || root.Access is not { Key: { } at } || key == null || Canon.Same(at, key))
                return true;
        }

        return false;
    }

    private int AfterCall(CallNode call, int state)
    {
        if (call.IsCreation && made != null && call.Result == made)
            return Gone;
        if (call.Target is { IsStatic: true, ReturnsVoid: true, Parameters: { Length: > 0 } checks } && checks[0].Type.SpecialType == SpecialType.System_Boolean && call.Arguments.Length > 0 && ThrowsIf(holder, checks[0]) is { } wrong)
            return Assume(state, call.Arguments[0], !wrong) is var kept && kept != 0 ? kept : state;
        if (call.Target is { Name: "Assert", IsStatic: true, Parameters: { Length: > 0 } asserted } && asserted[0].Type.SpecialType == SpecialType.System_Boolean && call.Arguments.Length > 0)
            return Assume(state, call.Arguments[0], true) is var left && left != 0 ? left : state;
        if (IsDemanded(holder, call) is { } demanded)
            return Assume(state, demanded, true) is var rest && rest != 0 ? rest : state;
        if (IsEndOfIt(call))
            return Gone;
        if (!store.IsCollection && call.Receiver is { } target && !call.IsCreation && IsStore(target))
            return call.Target is { } own && EmptyEnd.IsAllOfIt(holder, own) ? Gone : (state & ~Unknown) | ((state & Unknown) != 0 ? Live : 0);
        if (call.Target is not { } method || holder.OwnFactsOf(method) is not { } callee || IsOfOther(call))
            return state;
        if (!store.IsCollection && receiver == null && FillsSlot(callee))
            return !isNested && LeavesEmpty(callee) ? Gone : Live;
        if (LeavesAbsent(callee, call))
            return Gone;
        foreach (var at in holder.Summaries.Reached(callee))
        {
            foreach (var access in at.Accesses)
            {
                if (!SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol))
                    continue;
                if (IsWhole(access) || !store.IsCollection && access.Access is AccessKind.Overwrite or AccessKind.Exchange && access.Inserted is { IsNull: true })
                    return Gone;
                if (access.Removes && key != null && access.Key != null && Map(access.Key, call) is { } mapped && Canon.Same(mapped, key))
                    return Gone;
            }

            if (!store.IsCollection && holder.Summaries.DisposesDirectly(at, store.Symbol) != null)
                return Gone;
        }

        if (!store.IsCollection && receiver == null && holder.Summaries.PassesToEnd(callee, store.Symbol))
            return Gone;

        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (!store.IsCollection && (IsStore(call.Arguments[i]) || System.Array.Exists(Fates.Packed(call.Arguments[i]), IsStore)) && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                return Gone;
        }

        return state;
    }

    /// <summary>nested.Enable(flags), on an object made in the body: what it does to its own slot is no matter of this one's.</summary>
    private bool IsOfOther(CallNode call) => !store.IsStatic && receiver == null && call.Receiver is { Kind: ValueKind.Local or ValueKind.Created } other && Trace.Roots(holder, other).TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false });

    /// <summary>void Report() { _writer = new …; …; _writer.Close(); }: when it comes back, what it has put there is ended.</summary>
    private bool LeavesEmpty(MemberFacts callee) => new Presence(holder, store, null, null, 0, isNested: true).Run(callee.Root, Unknown) is { IsCertain: true, Normal: Gone };

    /// <summary>The callee itself puts a new value into the slot.</summary>
    private bool FillsSlot(MemberFacts callee)
    {
        foreach (var access in callee.Accesses)
        {
            if (access.Access == AccessKind.Overwrite && access.Inserted is { IsNull: false } && access.Body.Enclosing == null && SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol))
                return true;
        }

        return false;
    }

    private bool IsStore(Value value)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (!root.IsPart && root.IsOf(store.Symbol) && (store.IsCollection || root.Value.Kind != ValueKind.Store || IsSameObject(root.Value.A)))
                return true;
        }

        return false;
    }

    protected override int Forget(int before, int after) => before;
}
