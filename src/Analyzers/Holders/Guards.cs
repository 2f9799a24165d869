using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>How insertions into a store are ordered against the members that drain it.</summary>
internal sealed partial class Guards
{
    private readonly Holder holder;
    private readonly Store store;
    private readonly IReadOnlyList<MemberFacts> drainers;
    private readonly List<AccessNode> flagWrites = new();
    private readonly List<CallNode> cancellations = new();
    private readonly HashSet<ISymbol> flags = new(SymbolEqualityComparer.Default);
    private readonly HashSet<MemberFacts> drainMembers = new();
    private readonly HashSet<ISymbol> disposedLocks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> enteredLocks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> releasedLocks = new(SymbolEqualityComparer.Default);
    private readonly LockSet drainLocks;
    private bool empties;
    private bool emptiesAll;

    public Guards(Holder holder, Store store, IReadOnlyList<MemberFacts> drainers)
    {
        this.holder = holder;
        this.store = store;
        this.drainers = drainers;
        var drained = LockSet.Empty;
        foreach (var drainer in drainers)
        {
            foreach (var at in holder.Summaries.Reached(drainer))
            {
                if (at.Accesses.Any(a => SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))
                    drainMembers.Add(at);
                foreach (var access in at.Accesses)
                    Note(access, ref drained);
                foreach (var call in at.Calls)
                    Note(call);
                foreach (var node in at.Disposals)
                {
                    if (node.Operand is { Kind: ValueKind.Store, Symbol: { } gate } && holder.Catalog.Of(node.Operand.Type).Has(TypeTraits.AnyLock))
                        disposedLocks.Add(gate);
                }
            }
        }

        drainLocks = drained;
        // _stop.Token.Register(CloseAll): the source has been cancelled when that runs.
        foreach (var register in holder.OwnMembers.SelectMany(f => f.Registers))
        {
            if (register is { Sink: SinkKind.Token, Detaches: false } && Tokens.SourceOf(register.Publisher) is { } source && drainers.FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Method, register.Callback.Symbol?.OriginalDefinition)) is { } closing && holder.Callers.Of(closing).All(c => c.Body.Member.Calls.Exists(o => o is { Target.Name: "Cancel" or "CancelAsync", Receiver: { Kind: ValueKind.Store } at } && SymbolEqualityComparer.Default.Equals(at.Symbol, source))))
                flags.Add(source);
        }
    }

    /// <summary>Intake of the store itself is closed by the drainer: later insertions are refused.</summary>
    public bool ClosesItself { get; private set; }

    /// <summary>A flag that the drainer sets, if it can one that only the end of the holder sets, and under the lock of the drain; null when there is none yet.</summary>
    public ISymbol? Flag => flags.OrderBy(IsSetBefore).ThenBy(f => !IsSetUnderLock(f)).ThenBy(f => LivenessFlags.Of(f.Name) != Liveness.Dead).ThenBy(f => f.Name, System.StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The flag that is asked before an insertion; the one of the drainer when it is another thing that is asked.</summary>
    public ISymbol? FlagTested(Node insertion) => Tests(insertion).OfType<AccessNode>().Select(t => t.Store).FirstOrDefault(s => s != null) ?? Flag;

    /// <summary>Import() sets it as well, long before the end.</summary>
    private bool IsSetBefore(ISymbol flag) => holder.Members.Any(f => !drainMembers.Contains(f) && !Closing.IsClosing(f.Method) && !Callers.IsConstruction(f)
        && f.Accesses.Exists(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange or AccessKind.CompareExchange or AccessKind.Increment && a.Member != "initializer" && a.Inserted is not ({ IsFalse: true } or { IsNull: true }) && SymbolEqualityComparer.Default.Equals(a.Store, flag)));

    private bool IsSetUnderLock(ISymbol flag) => drainLocks.IsEmpty || !flagWrites.Exists(w => SymbolEqualityComparer.Default.Equals(w.Store, flag)) || flagWrites.Exists(w => SymbolEqualityComparer.Default.Equals(w.Store, flag) && (w.Access != AccessKind.Overwrite || drainLocks.Common(holder.Callers.LocksAt(w)) != null));

    /// <summary>The name of the lock the drain takes, when a lock statement elsewhere can take it too.</summary>
    public string? DrainLock => drainLocks.Ids.FirstOrDefault(id => id.Symbol is IFieldSymbol or IPropertySymbol && !id.IsAsync && id.Mode == LockMode.Exclusive && id.Receiver.Length == 0)?.Symbol?.Name;

    /// <summary>The one closing member (by its own name) that drains by itself; null when several do, or a helper.</summary>
    public ISymbol? Drainer => drainMembers.Count == 1 && drainMembers.Single() is var only && Closing.IsClosing(only.Method) ? only.Member : null;

    private void Note(AccessNode access, ref LockSet drained)
    {
        if (SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol))
        {
            drained = drained.Union(holder.Callers.LocksAt(access));
            empties = empties || access.Removes || access.Access is AccessKind.Replace or AccessKind.Exchange or AccessKind.Overwrite;
            emptiesAll = emptiesAll || !holder.Callers.LocksAt(access).IsEmpty && access.Access is AccessKind.Clear or AccessKind.Replace or AccessKind.Exchange || access.Removes && Structure.EnclosingLoop(access) is { } each && (Structure.IsInNoBranch(access, each.BodyBlock) || Structure.Contains(each.Head, access));
            if (access.Access == AccessKind.Complete)
                ClosesItself = true;
            if (access.Access is AccessKind.Replace or AccessKind.Exchange && access.Inserted is { IsNull: true } or { Kind: ValueKind.Either, Data: Value { Kind: ValueKind.Parameter }, A.IsNull: true })
                AddFlag(access);
            return;
        }

        if (access.Access is AccessKind.Overwrite or AccessKind.Exchange or AccessKind.CompareExchange or AccessKind.Increment && IsFlag(access) && !IsOfEntry(access))
            AddFlag(access);
    }

    private void Note(CallNode call)
    {
        if (call.Target is { Name: "Cancel" or "CancelAsync" } && call.Receiver is { Kind: ValueKind.Store, Symbol: { } source })
        {
            cancellations.Add(call);
            flags.Add(source);
        }

        if (call is { Receiver: { Kind: ValueKind.Store, Symbol: { } mark, Type: { } type }, Target.Name: { } setter } && System.Array.Exists(Setters, w => setter.IndexOf(w, System.StringComparison.Ordinal) >= 0) && setter.IndexOf("IsSet", System.StringComparison.Ordinal) < 0 && IsWrappedFlag(type))
            flags.Add(mark);

        if (call is { Receiver: { Kind: ValueKind.Store, Symbol: { } gate }, Info.Role: MethodRole.SemaphoreWait or MethodRole.SemaphoreRelease })
            (call.Info.Role == MethodRole.SemaphoreWait ? enteredLocks : releasedLocks).Add(gate);
    }

    private static readonly string[] Setters = { "Set", "set_Value", "Exchange", "Mark", "Raise", "Enter", "True" };

    /// <summary>_closed.CompareAndSet(false, true): a type of its own for a flag that several threads set.</summary>
    private static bool IsWrappedFlag(ITypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Struct && (type.Name.IndexOf("Bool", System.StringComparison.Ordinal) >= 0 || type.Name.EndsWith("Flag", System.StringComparison.Ordinal));

    /// <summary>The drainer sets a flag by an exchange, or a volatile one.</summary>
    private bool IsAtomicFlag => flagWrites.Exists(w => !SymbolEqualityComparer.Default.Equals(w.Store, store.Symbol)
        && (w.Access is AccessKind.Exchange or AccessKind.CompareExchange || w.Store is IFieldSymbol { IsVolatile: true }));

    private void AddFlag(AccessNode access)
    {
        flagWrites.Add(access);
        flags.Add(access.Store!);
    }

    /// <summary>An entry's own mark that it is disposed says nothing of the holder.</summary>
    private bool IsOfEntry(AccessNode access) =>
        store.Payload.Resource is INamedTypeSymbol entry && SymbolEqualityComparer.Default.Equals(access.Store?.ContainingType?.OriginalDefinition, entry.OriginalDefinition)
        && !SymbolEqualityComparer.Default.Equals(entry.OriginalDefinition, store.Symbol.ContainingType?.OriginalDefinition);

    private static bool IsFlag(AccessNode access)
    {
        var type = access.Target.Type;
        return type != null && (type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 || type.TypeKind == TypeKind.Enum)
            && access.Target.A == null && !(type.TypeKind != TypeKind.Enum && access.Inserted is { Kind: ValueKind.Constant, Data: 0 or 0L });
    }

    /// <summary>
    /// The insertion cannot come after the drain unnoticed: tested under the lock, checked again after, or refused, by the lock too once
    /// the drainer has disposed that.
    /// </summary>
    public bool Covers(AccessNode insertion) => ClosesItself || RefusedByLock(insertion) || Afterwards.IsMadeFromEnded(holder, store, drainers, drainLocks, insertion) || ReplacesOne(insertion) || IsInsideRundown(insertion) || DrainAwaits(insertion) || Rechecks(insertion) || TestedUnderLock(insertion, new HashSet<BodyFacts>());

    /// <summary>
    /// The drainer disposes the lock that an insertion has to take. Either it does not take it itself, then users are not expected any more; or it
    /// never gives it back, and nobody gets in any more.
    /// </summary>
    private bool RefusedByLock(Node insertion) => LocksAround(insertion).Ids.Any(id => id is { Receiver.Length: 0, Symbol: { } gate } && (SymbolEqualityComparer.Default.Equals(gate, store.Symbol) || disposedLocks.Contains(gate)) && IsNulledAtEnd(gate)) || LocksAround(insertion).Ids.Any(id => id.Symbol != null && disposedLocks.Contains(id.Symbol)
        && (!drainLocks.Ids.Any(d => d.IsSameLock(id)) || enteredLocks.Contains(id.Symbol) && !releasedLocks.Contains(id.Symbol)));

    /// <summary>lock (_items), which the end sets to null: whoever comes later fails there.</summary>
    private bool IsNulledAtEnd(ISymbol gate) => drainers.All(d => holder.Summaries.Reached(d).Any(f => f.Accesses.Exists(a => a is { Access: AccessKind.Overwrite or AccessKind.Replace, Inserted.IsNull: true } && (drainLocks.IsEmpty || disposedLocks.Contains(gate) || !holder.Callers.LocksAt(a).IsEmpty) && (a.Parent == f.Root.Root || a.Parent is { Role: BlockRole.Then, Owner: IfNode { Condition.Kind: ValueKind.Parameter } } || a.Parent is { Owner: IfNode { Condition: { A.A: { Kind: ValueKind.Store, Symbol: { } asked } } } } whenThere && Structure.IsWhenNotNull(whenThere) && SymbolEqualityComparer.Default.Equals(asked, gate)) && SymbolEqualityComparer.Default.Equals(a.Store, gate))));

    /// <summary>lock (_gate) if (_map.ContainsKey(k)) _map[k] = made: only one that is there is replaced, and the drain, under the same lock, leaves none.</summary>
    private bool ReplacesOne(AccessNode insertion) => store.IsCollection && emptiesAll && insertion.Key != null && drainLocks.Common(holder.Callers.LocksAt(insertion)) != null
        && Structure.Enclosing(insertion, BlockRole.LockBody) is { } section && insertion.Body.Member.Accesses.Exists(a => a.Access is AccessKind.Exists or AccessKind.Lookup && a.Order < insertion.Order && Structure.Contains(section, a) && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Key != null && Canon.Same(a.Key, insertion.Key))
        && !holder.Summaries.Reached(insertion.Body.Member).Any(f => f.Calls.Exists(c => c.Target is { Name: "Wait" or "Exit", ContainingType.Name: "Monitor" }))
        && Presence.Before(holder, store, insertion) == Presence.Live;

    /// <summary>With those that all callers of a member hold while it waits for the work in which the insertion stands.</summary>
    private LockSet LocksAround(Node insertion)
    {
        var body = insertion.Body;
        var outermost = body.Outermost;
        if (body == outermost)
            return holder.Callers.LocksAt(insertion);
        // What nobody waits for goes on when the lock has been given back.
        if (body.IsLocalFunction && body.IsAsync && body.CallsTo.Any(IsLeftAlone))
            return insertion.Locks;
        var held = holder.Callers.LocksAt(insertion);
        return body.IsLocalFunction && body.CallsTo.Count > 0 && body.Member.Awaits.Exists(a => a.Body == outermost && a.Order > insertion.Order) ? held.Union(holder.Callers.EntryOf(outermost)) : held;
    }

    /// <summary>Start(); or _ = Start();</summary>
    private static bool IsLeftAlone(CallNode call) => call.ResultDropped || call.Syntax.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    /// <summary>The drain goes on until all has come back: its loop waits for what the insertion signals.</summary>
    private bool DrainAwaits(Node insertion)
    {
        foreach (var facts in drainMembers)
        {
            foreach (var wait in facts.Calls)
            {
                if (wait.Target is not { Name: "Wait" or "WaitAsync" or "WaitOne" } || Structure.EnclosingLoop(wait) == null || wait.Receiver?.Symbol is not { } signal)
                    continue;
                if (insertion.Body.Member.Calls.Any(c => c.Order > insertion.Order && c.Target is { Name: "Release" or "Set" or "Signal" } && SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, signal)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The flag is tested somewhere before the insertion, though not under the lock.</summary>
    public bool IsTestedAtAll(Node insertion) => IsTestedAtAll(insertion, 0);

    private bool IsTestedAtAll(Node insertion, int depth)
    {
        if (Tests(insertion).Any() || LeavesWhenEnded(insertion))
            return true;
        var calls = CallsOf(insertion);
        return depth < 3 && calls.Count > 0 && calls.All(call => IsTestedAtAll(call, depth + 1));
    }

    /// <summary>if (token.IsCancellationRequested) return; and the like, before the insertion.</summary>
    private static bool LeavesWhenEnded(Node insertion)
    {
        var facts = insertion.Body.Member;
        return facts.Returns.Any(IsBehindEnd) || facts.Throws.Any(IsBehindEnd);

        bool IsBehindEnd(Node exit) => exit.Body == insertion.Body && exit.Order < insertion.Order && exit.Parent is { Owner: IfNode branch } && LivenessFlags.Of(branch.Condition) == Liveness.Dead;
    }

    private IReadOnlyList<CallNode> CallsOf(Node node) => node.Body.IsLocalFunction ? node.Body.CallsTo
        : holder.Callers.IsClosed(node.Body.Member) ? holder.Callers.Of(node.Body.Member) : System.Array.Empty<CallNode>();

    /// <summary>
    /// Whether an uncovered insertion is a defect that maintainers would mend. A test of a plain flag without any lock leaves a window that
    /// most tolerate, but one of an atomic flag before an insertion into a concurrent store was meant to hold. A collection needs no flag
    /// yet; a slot that nobody says can be closed under its users is misused after dispose rather than raced.
    /// </summary>
    public bool Matters(AccessNode insertion)
    {
        var held = holder.Callers.LocksAt(insertion);
        if (held.IsEmpty && IsGivenBack(insertion))
            return false;
        if (IsTestedAtAll(insertion))
            return !held.IsEmpty || store.IsConcurrent && IsAtomicFlag;
        return store.IsCollection && empties || flags.Count > 0 || drainLocks.Common(held) != null || holder.Roots.Reaching(insertion.Body, _ => true) != null;
    }

    /// <summary>Taken out and put back by one and the same member: while it runs, its caller is not done with the holder.</summary>
    private bool IsGivenBack(AccessNode insertion) => Structure.IsIn(insertion, BlockRole.Finally) && insertion.Inserted is { } value && !Trace.Roots(holder, value).Exists(r => r.Kind == RootKind.Parameter);
}
