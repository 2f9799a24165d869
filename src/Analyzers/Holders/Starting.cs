using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>Members that by their name run once, at the beginning of the holder's life.</summary>
internal static class Starting
{
    private static readonly string[] Prefixes =
    {
        "Start", "Init", "Initialize", "Initialise", "Setup", "SetUp", "Configure", "Load", "Bootstrap", "Startup", "StartUp", "OnStart", "OnInit", "Boot", "Warmup", "WarmUp", "Preload",
    };

    public static bool IsStart(MemberFacts facts)
    {
        var name = facts.Method?.Name ?? string.Empty;
        var dot = name.LastIndexOf('.');
        if (dot >= 0)
            name = name.Substring(dot + 1);
        foreach (var prefix in Prefixes)
        {
            if (NameWords.Begins(name, prefix)
                && (facts.Method!.Parameters.Length == 0 || TakesNoKey(facts)))
                return true;
        }

        return false;
    }

    /// <summary>Once its owner is made, only the work started here uses the store, and it is started once: in a constructor, when a form is loaded.</summary>
    public static bool IsOnlyUser(Holder holder, StartNode start, Store store)
    {
        var starter = start.Body.Member;
        if (start.Start == StartKind.Timer || start.Body.Enclosing != null || Structure.EnclosingLoop(start) != null || !Callers.IsConstruction(starter) && starter.Method is not { Name: "OnLoad" or "OnLoaded" or "OnShown" or "OnCreated" } && !IsStart(starter))
            return false;
        var work = WorkOf(start);
        if (work.Body == null && work.Symbol is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private })
            return false;
        foreach (var access in store.Accesses)
        {
            if (access.Member == "initializer" || Callers.IsConstruction(access.Body.Member) && access.Body.Enclosing == null || access.Body == start.Body && access.Order < start.Order)
                continue;
            if (!RunsOnlyIn(holder, access.Body, work, 0))
                return false;
        }

        return true;
    }

    private static Value WorkOf(StartNode start) => start.Work.Kind == ValueKind.Local ? start.Work.Local.Single ?? start.Work : start.Work;

    /// <summary>One loop that is started at one place is all that ever puts something in: nobody does so at the same time.</summary>
    public static bool IsOnlyInserter(Holder holder, Store store)
    {
        StartNode? only = null;
        foreach (var facts in holder.Members)
        {
            foreach (var start in facts.Starts)
            {
                if (start.Start is not (StartKind.Task or StartKind.Thread) || Structure.EnclosingLoop(start) != null || start.Body.Enclosing != null || store.IsStatic || !RunsOnce(holder, facts))
                    continue;
                var work = WorkOf(start);
                if (work.Body == null && work.Symbol is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private } || !store.Accesses.Exists(a => a.Inserts) || !store.Accesses.TrueForAll(a => !a.Inserts || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member) || RunsOnlyIn(holder, a.Body, work, 0)))
                    continue;
                if (only != null || !IsLoop(holder, work))
                    return false;
                only = start;
            }
        }

        return only != null || holder.Members.Any(f => f.Method is { Name: "ExecuteAsync", IsOverride: true, OverriddenMethod.ContainingType.Name: "BackgroundService" } && IsOnlyInserter(holder, store, new Value(ValueKind.Delegate, symbol: f.Method)));
    }

    /// <summary>ExecuteAsync, which the host starts once, and which goes on until the host stops.</summary>
    private static bool IsOnlyInserter(Holder holder, Store store, Value work) => !store.IsStatic && IsLoop(holder, work) && store.Accesses.FindAll(a => a.Inserts && a.Member != "initializer" && !Callers.IsConstruction(a.Body.Member)) is { Count: > 0 } insertions
        && insertions.TrueForAll(a => RunsOnlyIn(holder, a.Body, work, 0));

    /// <summary>A constructor, or a start that others call, or one that a constructor alone calls.</summary>
    private static bool RunsOnce(Holder holder, MemberFacts starter) => Callers.IsConstruction(starter)
        || IsStart(starter) && IsCalledOnceOutside(holder, starter) && (holder.Callers.Of(starter) is { Count: 0 } || holder.Callers.Of(starter) is { Count: 1 } calls && Callers.IsConstruction(calls[0].Body.Member) && calls[0].Body.Enclosing == null && Structure.EnclosingLoop(calls[0]) == null);

    /// <summary>At most one place in other types calls it, and not again and again.</summary>
    public static bool IsCalledOnceOutside(Holder holder, MemberFacts starter)
    {
        var method = starter.Method!.OriginalDefinition;
        var calls = holder.Analysis.Foreign.CallersOf(method, holder.Cancellation).Where(f => holder.OwnFactsOf(f.Member) == null).SelectMany(f => f.Calls).Where(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, method)).ToList();
        return calls.Count < 2 && calls.TrueForAll(c => Structure.EnclosingLoop(c) == null && c.Body.Enclosing == null);
    }

    /// <summary>Started again for each order it would run beside itself; what loops until it is told to end is started for good.</summary>
    private static bool IsLoop(Holder holder, Value work)
    {
        var facts = work.Body?.Member ?? holder.OwnFactsOf((IMethodSymbol)work.Symbol!);
        var body = work.Body ?? facts?.Root;
        if (facts == null || body == null)
            return false;
        return HasLoop(facts, body) || facts.Calls.Exists(c => c.Body == body && c.Target is { } target && holder.OwnFactsOf(target) is { Root: { } inner } helper && HasLoop(helper, inner));

        static bool HasLoop(MemberFacts facts, BodyFacts body) => body.Root.Items.Exists(i => IsPump(i) || i is TryNode attempt && attempt.TryBody.Items.Exists(IsPump));

        // while (TryTake(out var one)) comes to its end by itself.
        static bool IsPump(Node node) => node is LoopNode { Source: null } loop && (loop.IsEndless || loop.Condition is { Kind: not (ValueKind.Outcome or ValueKind.Result) })
            || node is LoopNode { Source: { } source } round && (IsFed(source, 0) || round.Body.Member.Accesses.Exists(a => a is { Access: AccessKind.Enumerate, Member: "ReadAllAsync" or "GetConsumingEnumerable" } && a.Body == round.Body && round.Syntax.Contains(a.Syntax) && !Structure.Contains(round.BodyBlock, a)));

        // await foreach (var message in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        static bool IsFed(Value source, int depth) => depth < 4 && (source is { Kind: ValueKind.Elements, A: { } fed } ? IsFed(fed, depth + 1) : source is { Kind: ValueKind.Result, Call: { Target.Name: var name } call } && (name is "ReadAllAsync" or "GetConsumingEnumerable" || name == "ConfigureAwait" && (call.Receiver ?? call.Arguments.FirstOrDefault()) is { } inner && IsFed(inner, depth + 1)));
    }

    /// <summary>The body is the work, or a helper that only the work calls, and waits for before it goes on.</summary>
    private static bool RunsOnlyIn(Holder holder, BodyFacts body, Value work, int depth)
    {
        while (body != work.Body && body is { RunsInline: true, IsAsync: false } && !IsSpread(body) && body.Enclosing is { } outer)
            body = outer;
        if (work.Body != null && body == work.Body)
            return true;
        if (work.Body == null && body.Enclosing == null && body.Member == holder.OwnFactsOf((IMethodSymbol)work.Symbol!) && holder.Callers.Of(body.Member).Count == 0)
            return true;
        return depth < 4 && (body.Enclosing == null || body.RunsInline && !IsSpread(body)) && holder.Callers.IsClosed(body.Member) && holder.Callers.Of(body.Member) is { Count: > 0 } calls && calls.All(c => IsWaitedFor(c) && RunsOnlyIn(holder, c.Body, work, depth + 1));
    }

    /// <summary>Parallel.ForEach(batch, one => …): it runs on many threads at once.</summary>
    public static bool IsSpread(BodyFacts body) => body.InlineOf is StartNode or CallNode { Target.ContainingType.Name: "Parallel" or "ParallelEnumerable" } || body.Member.Starts.Exists(s => s.Work.Body == body);

    /// <summary>await Serve(client), Serve(client).Wait(), or a call that returns when all is done.</summary>
    private static bool IsWaitedFor(CallNode call) =>
        call.IsAwaited || call.Target is { ReturnType.Name: not ("Task" or "ValueTask"), IsAsync: false } || call.Syntax.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "GetAwaiter" or "Result" };

    private static bool IsWithin(BodyFacts? body, BodyFacts outer)
    {
        while (body != null && body != outer)
            body = body.Enclosing;
        return body != null;
    }

    /// <summary>ConnectAsync, ListenAsync, CreatePipe: until it is done nobody uses what it makes, and when it fails it is tried again.</summary>
    public static bool Establishes(IMethodSymbol method)
    {
        foreach (var prefix in new[] { "Connect", "Listen", "Create", "Establish", "Accept", "Handshake", "Login", "LogIn" })
        {
            if (NameWords.Begins(method.Name, prefix))
                return true;
        }

        return false;
    }

    /// <summary>CreateProcess, Init, StartSession: an event that comes first.</summary>
    public static bool IsBeginning(string name)
    {
        foreach (var prefix in new[] { "Create", "Start", "Init", "Initialize", "Launch", "Boot", "Begin" })
        {
            if (NameWords.Begins(name, prefix))
                return true;
        }

        return false;
    }

    /// <summary>StartJob(id) starts one of many; Start(options, token) starts the holder.</summary>
    private static bool TakesNoKey(MemberFacts facts)
    {
        foreach (var parameter in facts.Method!.Parameters)
        {
            if (parameter.Type.SpecialType is SpecialType.System_String or SpecialType.System_Int32 or SpecialType.System_Int64
                || parameter.Type.Name == "Guid" || parameter.Type.TypeKind == TypeKind.TypeParameter)
                return false;
        }

        return true;
    }
}
