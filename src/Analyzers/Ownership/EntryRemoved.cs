using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1002: an entry leaves a store that owns it, and nobody disposes it.</summary>
internal sealed partial class EntryRemoved : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var (store, verdict, access) in Entries.Owned(holder, (_, access) => IsRemoval(access)))
        {
            if (!store.IsCollection || !store.Payload.IsResource && holder.Ownership.EscapeOf(store) != null || !IsDropped(holder, store, access))
                continue;
            var finding = new Finding(Descriptors.LEAK1002_EntryRemoved, access, access.Member, Entries.TypeName(store), store.Name, verdict.Words)
                .At(verdict.Evidence)
                .At(store.Symbol);
            FixData.AddTo(finding, holder, store, access);
            reporter.Add(finding);
        }
    }

    private static bool IsRemoval(AccessNode access) =>
        access.Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact or AccessKind.RemoveWhere or AccessKind.Take;

    private static bool IsDropped(Holder holder, Store store, AccessNode access)
    {
        var facts = access.Body.Member;
        if (access.Access == AccessKind.Take && !access.ResultDropped && access.Out == null && !access.OutDiscarded)
            return IsUnused(holder, access) && !YieldsAnother(holder, access) && !HandlesAny(holder, store, access) && !AlsoReturned.Is(holder, store, access);
        if (access.Out != null && !IsUnused(holder, access))
            return false;
        if (access.Access is AccessKind.RemoveInstance or AccessKind.RemoveExact && !OwnInstance(holder, store, access))
            return false;
        if (FoundBy(access) is { } item && facts.Method is { DeclaredAccessibility: not Accessibility.Private } && Trace.Roots(holder, item).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false }))
            return false;
        if (IsPutBack(holder, store, access) || HandlesAny(holder, store, access) || Entries.EndsAnother(holder, facts, store, null, root => IsOtherRemoval(root.Access, access), access) || Entries.CallersEnd(holder, facts, store))
            return false;
        if (EndsOwnerOfKey(holder, store, access) || IsEndedByHelper(holder, store, access) || IsMovedByCallers(holder, store, access))
            return false;
        foreach (var other in Keepers.All(holder, store))
        {
            if (!AlsoLeaves(other, facts) || IsHandledThere(holder, other, facts))
                return false;
        }

        return !Keepers.AreOthers(holder, store) && !SaidByAuthor.IsLeft(store, access) && !OfCollection.Is(holder, store, access) && !RemovedByItself.Is(holder, store, access) && !EndedAlready.AreThose(holder, store, access) && !IsOfFailed(holder, store, access) && !CallersInstance.Is(holder, store, access) && !EndedByTable.Is(holder, store, access) && !OutsideCallers.End(holder, facts, store, leaves: access);
    }

    /// <summary>Unload(index); _images.RemoveAt(index): a helper that gets the same key ends the entry just before.</summary>
    private static bool IsEndedByHelper(Holder holder, Store store, AccessNode access) =>
        (access.Key ?? access.Comparand) is { Kind: not (ValueKind.Unknown or ValueKind.Constant) } key && access.Body.Member.Calls.Exists(c => c.Body == access.Body && c.Order < access.Order && (c.Parent == access.Parent || c.Parent != null && Structure.Contains(c.Parent, access)) && System.Array.Exists(c.Arguments, a => Canon.Same(a, key))
            && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.DisposesDirectly(helper, store.Symbol) != null);

    /// <summary>registration.Unregister(); _all.Remove(registration.Path): what has the key is the entry, and has been ended.</summary>
    private static bool EndsOwnerOfKey(Holder holder, Store store, AccessNode access) =>
        access.Key is { Kind: ValueKind.Member or ValueKind.Pure or ValueKind.Result or ValueKind.Store } key && key.Owner is { Kind: not ValueKind.This } owner && Entries.IsCompatible(holder, owner, store)
        && access.Body.Member.Calls.Exists(c => c.Body == access.Body && c.Order < access.Order && c.Parent == access.Parent && c.Receiver is { } ended && Canon.Same(ended, owner) && c.Target is { } target && (Closing.IsEndingName(target.Name) || Closing.IsClosingName(target.Name)));

    /// <summary>Nothing is done with the removed value that could end it or hand it on.</summary>
    private static bool IsUnused(Holder holder, AccessNode access) =>
        (holder.Fates.Of(access.Body.Member, root => root.Access == access && root.Value.Kind != ValueKind.Outcome) & Fate.Discharged) == 0
        && !IsPassedByReference(holder, access) && !IsAnswer(holder, access)
        && !access.Body.Member.Calls.Exists(c => c.Target is { } target && (Closing.IsEndingName(target.Name) || !c.ResultDropped && holder.Catalog.IsResource(target.ReturnType) && GivesContents(target)) && c.Receiver is { } receiver && Trace.Roots(holder, receiver).Exists(r => r.Access == access));

    /// <summary>Locked(() => _idle.TryPop(out var socket) ? socket : null): whoever asked the lambda gets it.</summary>
    private static bool IsAnswer(Holder holder, AccessNode access) => access.Body is { Enclosing: not null, RunsInline: false } && access.Body.Member.Calls.Exists(c => !c.ResultDropped && System.Array.Exists(c.Arguments, a => a.Body == access.Body) && ((holder.Fates.Of(access.Body.Member, root => root.Kind == RootKind.Result && root.Value.Call == c) & Fate.Discharged) != 0 || access.Body.Member.Returns.Exists(r => r.Body != access.Body && r.Value != null && Gives(r.Value, c, 0)) || access.Body.Member.Assigns.Exists(a => a.Target == AssignTarget.Out && a.Body != access.Body && Gives(a.Value, c, 0)) || access.Body.Member.Calls.Exists(o => o != c && o.Body != access.Body && System.Array.FindIndex(o.Arguments, a => a.Kind is ValueKind.Result or ValueKind.Local && Gives(a, c, 0)) is >= 0 and var at && (holder.Fates.OfArgument(o, at) & Fate.Discharged) != 0))) && access.Body.Member.Returns.Exists(r => r.Body == access.Body && r.Value != null && Trace.Roots(holder, r.Value).Exists(v => v.Access == access));

    /// <summary>It is what the call answers, awaited perhaps, or one of two.</summary>
    private static bool Gives(Value value, CallNode call, int depth) => depth < 4 && (value.Call == call || value.Kind == ValueKind.Awaited && value.A != null && Gives(value.A, call, depth + 1) || value.Kind == ValueKind.Local && value.Local.Assigned.Exists(v => Gives(v, call, depth + 1)) || value.Kind is ValueKind.Pure or ValueKind.Created && System.Array.Exists(value.Items, i => i.Call == call) || value.Kind == ValueKind.Either && (value.A != null && Gives(value.A, call, depth + 1) || value.B != null && Gives(value.B, call, depth + 1) || value.Data is Value other && Gives(other, call, depth + 1)));

    /// <summary>Convert(ref removed): whoever gets it may put another one in its place, which goes on.</summary>
    private static bool IsPassedByReference(Holder holder, AccessNode access) => access.Body.Member.Calls.Exists(c => c.Order > access.Order && c.Target is { } target
        && target.Parameters.Any(p => p.RefKind == RefKind.Ref && p.Ordinal < c.Arguments.Length && !Replaces(holder, target, p) && Trace.Roots(holder, c.Arguments[p.Ordinal]).Exists(r => r.Access == access)) && (holder.Fates.Of(access.Body.Member, root => root.Kind == RootKind.Result && root.Value.Call == c) & Fate.Discharged) != 0);

    /// <summary>void Tune(ref Drum drum) => drum = new Drum(): another one takes its place, and nothing is done with it.</summary>
    private static bool Replaces(Holder holder, IMethodSymbol target, IParameterSymbol parameter) => holder.FactsOf(target) is { } callee
        && callee.Assigns.Exists(a => a.Target == AssignTarget.Out && SymbolEqualityComparer.Default.Equals(a.Place.Symbol, parameter.OriginalDefinition) && a.Value.Kind == ValueKind.Created)
        && (holder.Fates.Of(callee, root => root.Kind == RootKind.Parameter && SymbolEqualityComparer.Default.Equals(root.Symbol, parameter.OriginalDefinition)) & Fate.Discharged) == 0;

    /// <summary>removed.MoveStream(), removed.DetachHandle(): what is in it goes on with somebody else.</summary>
    private static bool GivesContents(IMethodSymbol target) =>
        !target.ReturnsVoid && NameWords.BeginsWithAny(target.Name, new[] { "Move", "Detach", "Extract", "Steal", "Unwrap" });

    /// <summary>_redo.Push(_undo.Pop().Revert()): what the entry was about goes on in what it returns.</summary>
    private static bool YieldsAnother(Holder holder, AccessNode access)
    {
        foreach (var call in access.Body.Member.Calls)
        {
            if (call.Receiver is { } receiver && holder.Catalog.PayloadOf(call.Result.Type).IsResource && Trace.Roots(holder, receiver).Exists(r => r.Access == access)
                && (holder.Fates.Of(access.Body.Member, root => root.Kind == RootKind.Result && root.Value.Call == call) & Fate.Discharged) != 0)
                return true;
        }

        return false;
    }
}
