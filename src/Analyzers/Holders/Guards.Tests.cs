using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Where the flag is tested, before an insertion or after it.</content>
internal sealed partial class Guards
{
    /// <summary>Reads of a flag, or calls of a method that reads one, before the insertion in its body.</summary>
    private IEnumerable<Node> Tests(Node insertion)
    {
        foreach (var test in NullTests(insertion))
            yield return test;
        var facts = insertion.Body.Member;
        foreach (var access in facts.Accesses)
        {
            if (access.Order < insertion.Order && IsFlagRead(access))
                yield return access;
        }

        foreach (var branch in Structure.Branches(facts))
        {
            if (branch.Order < insertion.Order && AsksWrapped(branch))
                yield return branch;
        }

        foreach (var call in facts.Calls)
        {
            if (call.Order >= insertion.Order)
                continue;
            if (call.Target is { } target && holder.OwnFactsOf(target) is { } callee && callee != facts && holder.Summaries.Reached(callee).Any(ReadsFlag) || AsksWrapped(call))
                yield return call;
            else if (call.Target?.Name == "ThrowIfCancellationRequested")
                yield return call;
        }
    }

    /// <summary>Null in the store is a flag of its own: tests of it that the insertion stands behind.</summary>
    private IEnumerable<Node> NullTests(Node insertion)
    {
        if (!flags.Contains(store.Symbol))
            yield break;
        for (var at = insertion.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode own && TestsNull(own.Condition, 0))
                yield return own;
            foreach (var item in at.Items)
            {
                if (item.Order < insertion.Order && item is IfNode branch && TestsNull(branch.Condition, 0))
                    yield return branch;
            }
        }
    }

    private bool TestsNull(Value condition, int depth)
    {
        if (depth > 6)
            return false;
        if (condition.Kind == ValueKind.IsNull)
        {
            var tested = condition.A!;
            while (tested.Kind == ValueKind.Local && tested.Local.Single is { } single)
                tested = single;
            return tested.Kind == ValueKind.Store && SymbolEqualityComparer.Default.Equals(tested.Symbol, store.Symbol);
        }

        return condition.A != null && TestsNull(condition.A, depth + 1) || condition.B != null && TestsNull(condition.B, depth + 1);
    }

    private bool IsFlagRead(AccessNode access)
    {
        if (access.Store == null || !flags.Contains(access.Store))
            return false;
        return access.Access is AccessKind.Read or AccessKind.Exists or AccessKind.CompareExchange or AccessKind.Increment || SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol);
    }

    /// <summary>After the insertion the flag is read again, and the entry is taken out or the drain is run again.</summary>
    private bool Rechecks(Node insertion) => Rechecks(insertion, 0);

    private bool Rechecks(Node insertion, int depth)
    {
        var facts = insertion.Body.Member;
        // Show() { var feed = FeedOf(user); if (_closed) EndAll(); }
        if (depth < 2 && insertion.Body.Enclosing == null && holder.Callers.IsClosed(facts) && holder.Callers.Of(facts) is { Count: > 0 } calls && calls.All(c => Rechecks(c, depth + 1)))
            return true;
        if (depth > 0)
            return Structure.Branches(facts).Any(b => b.Body == insertion.Body && b.Order > insertion.Order && AsksFlag(b.Condition, 0) && facts.Calls.Any(c => IsBehindEnd(b, c) && c.Target is { } target && holder.OwnFactsOf(target) is { } callee && (drainers.Contains(callee) || c.Arguments.Length == 0 || SharesArgument(insertion, c)) && holder.Summaries.Disposes(callee, store.Symbol) != null));
        if (!facts.Accesses.Any(a => a.Order > insertion.Order && a.Body == insertion.Body && IsFlagRead(a)) && !facts.Calls.Any(c => c.Order > insertion.Order && c.Body == insertion.Body && ReadsFlag(c)) && !Structure.Branches(facts).Any(b => b.Order > insertion.Order && b.Body == insertion.Body && AsksToken(b.Condition, 0)))
            return false;
        return facts.Accesses.Any(a => IsAfter(a) && a.Removes && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
            || facts.Disposals.Any(IsAfter)
            || facts.Calls.Any(c => IsAfter(c) && c.Target is { } target && holder.OwnFactsOf(target) is { } callee && (drainers.Contains(callee) || holder.Summaries.Accesses(callee, store.Symbol).Any(a => a.Removes || a.Access == AccessKind.Exchange) || holder.Summaries.Disposes(callee, store.Symbol) != null));

        // () => Work(), which runs later or never, is no second look.
        bool IsAfter(Node node) => node.Order > insertion.Order && (node.Body == insertion.Body || node.Body.RunsInline || node.Body.IsLocalFunction);
    }

    /// <summary>if (_closed) End(); or if (!_closed) return; … End(): on the side where the holder is closed.</summary>
    private bool IsBehindEnd(IfNode branch, CallNode call)
    {
        var denied = Implied.Any(branch.Condition, true, (part, holds) => !holds && AsksFlag(part, 0));
        return Structure.Contains(denied ? branch.Else : branch.Then, call) || denied && call.Order > branch.Order && Structure.Leaves(branch.Then) && Structure.IsOnTheWay(branch, call);
    }

    /// <summary>Both are asked about the same thing: FeedOf(user), End(user).</summary>
    private bool SharesArgument(Node insertion, CallNode end) => insertion is CallNode asked && Array.Exists(end.Arguments, e => Array.Exists(asked.Arguments, a => Canon.Same(a, e)) || IsAnswer(e, asked, 0));

    /// <summary>var tail = Enter(path); … End(tail), Leave(tail.Id), where tail was put in under its Id.</summary>
    private bool IsAnswer(Value value, CallNode asked, int depth) => depth < 4 && (value.Call == asked || value is { Kind: ValueKind.Local, Local.Single: { } single } && IsAnswer(single, asked, depth + 1) || value is { Kind: ValueKind.Awaited, A: { } task } && IsAnswer(task, asked, depth + 1)
        || value.Owner is { } whole && value.Asked is { } part && store.Accesses.Exists(a => a.Inserts && IsKey(holder, a, part)) && IsAnswer(whole, asked, depth + 1));

    /// <summary>_tails[tail.Id] = tail, or var id = …; _tails[id] = new Tail(id, …).</summary>
    private static bool IsKey(Holder holder, AccessNode insertion, ISymbol part) => insertion is { Key: { } key, Inserted: { } inserted } && (SymbolEqualityComparer.Default.Equals(key.Asked, part)
        || Trace.Roots(holder, inserted).Exists(r => r is { Kind: RootKind.Created, Value: { Symbol: IMethodSymbol made, Items: var given } } && made.Parameters.Any(p => p.Ordinal < given.Length && (string.Equals(p.Name, part.Name, StringComparison.OrdinalIgnoreCase) || IsGiven(holder, made, p, part) && !(part is IPropertySymbol { SetMethod: not null } && given.Length > made.Parameters.Length)) && Canon.Same(given[p.Ordinal], key))));

    /// <summary>public Tail(string host) => Address = host ?? throw …, or what a primary constructor gets, which nothing changes, there or by an initializer.</summary>
    private static bool IsGiven(Holder holder, IMethodSymbol constructor, IParameterSymbol parameter, ISymbol part) => part is IPropertySymbol { SetMethod: null or { IsInitOnly: true } } or IFieldSymbol { IsReadOnly: true }
        && new ISymbol[] { constructor, part }.Select(holder.WrittenFactsOf).Where(f => f != null).SelectMany(f => f!.Accesses).Where(a => a.Mutates && SymbolEqualityComparer.Default.Equals(a.Store, part.OriginalDefinition)).GroupBy(a => a.Syntax).Select(g => g.First()).ToList() is { Count: 1 } writes
        && writes[0] is { Access: AccessKind.Overwrite, Inserted: var inserted } && (inserted is { Kind: ValueKind.Either, A: { } given, B.IsNull: true } ? given : inserted) is { Kind: ValueKind.Parameter, Symbol: { } from } && SymbolEqualityComparer.Default.Equals(from.OriginalDefinition, parameter.OriginalDefinition);

    private bool AsksFlag(Value condition, int depth) => depth < 6 && (condition is { Kind: ValueKind.Store, Symbol: { } flag } && flags.Contains(flag) || AsksToken(condition, 0) || AsksByGetter(condition, 0)
        || condition.A != null && AsksFlag(condition.A, depth + 1) || condition.B != null && AsksFlag(condition.B, depth + 1) || Array.Exists(condition.Items, i => AsksFlag(i, depth + 1)));

    /// <summary>if (_token.IsCancellationRequested), of a source that the drainer cancels.</summary>
    private bool AsksToken(Value condition, int depth) => depth < 4 && cancellations.Count > 0 && (condition is { Asked.Name: "IsCancellationRequested", Owner: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } source } } && IsCancelled(source) || condition.A != null && condition.Kind is ValueKind.Not or ValueKind.Or or ValueKind.And && (AsksToken(condition.A!, depth + 1) || condition.B != null && AsksToken(condition.B, depth + 1)));

    /// <summary>The source that the drainer cancels, or a token that was made of it.</summary>
    private bool IsCancelled(ISymbol asked) => flags.Contains(asked) || IsSource(asked) || holder.Members.Any(f => f.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, asked) && IsOfSource(a.Inserted, 0)) || f.Assigns.Exists(a => SymbolEqualityComparer.Default.Equals(a.Place.Symbol, asked) && IsOfSource(a.Value, 0)));

    /// <summary>Its token, or one that is linked to it, or the token of that.</summary>
    private bool IsOfSource(Value? value, int depth) => depth < 4 && value != null && (IsSource(value.Owner?.Symbol) || value.Call is { Target.Name: "CreateLinkedTokenSource" } linked && Array.Exists(linked.Arguments, a => IsOfSource(a, depth + 1) || Array.Exists(a.Items, i => IsOfSource(i, depth + 1)))
        || Array.Exists(value.Items, i => IsOfSource(i, depth + 1)) || value.Owner is { Kind: ValueKind.Store, Symbol: { } other } && depth == 0 && holder.Members.Any(f => f.Accesses.Exists(a => SymbolEqualityComparer.Default.Equals(a.Store, other) && a.Inserted is { Kind: not ValueKind.Store } made && IsOfSource(made, depth + 1))));

    private bool IsSource(ISymbol? symbol) => symbol != null && cancellations.Exists(c => SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, symbol));

    private bool ReadsFlag(CallNode call) => call.Target is { } target && holder.OwnFactsOf(target) is { } callee && (ReadsFlag(callee) || Structure.Branches(callee).Any(b => AsksByGetter(b.Condition, 0))) || AsksWrapped(call);

    /// <summary>if (IsClosed), where the getter reads the flag.</summary>
    private bool AsksByGetter(Value condition, int depth) => depth < 6 && (condition is { Kind: ValueKind.Result, Call.Target: { MethodKind: MethodKind.PropertyGet } getter } && holder.OwnFactsOf(getter) is { } asked && ReadsFlag(asked)
        || condition.A != null && AsksByGetter(condition.A, depth + 1) || condition.B != null && AsksByGetter(condition.B, depth + 1));

    private bool ReadsFlag(MemberFacts facts) => facts.Accesses.Exists(IsFlagRead) || facts.Calls.Exists(AsksWrapped) || Structure.Branches(facts).Any(AsksWrapped);

    private bool AsksWrapped(CallNode call) => IsWrapped(call.Receiver);

    /// <summary>if (_closed), which converts itself.</summary>
    private bool AsksWrapped(IfNode branch) => flags.Count > 0 && (Implied.Any(branch.Condition, true, IsConverted) || Implied.Any(branch.Condition, false, IsConverted));

    private bool IsConverted(Value part, bool holds) => part.Kind == ValueKind.Pure && Array.Exists(part.Items, IsWrapped);

    private bool IsWrapped(Value? asked) => asked is { Kind: ValueKind.Store, Symbol: { } mark, Type: { } type } && flags.Contains(mark) && IsWrappedFlag(type);
}
