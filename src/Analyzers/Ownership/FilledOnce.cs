using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>StartAsync goes once over what there is and enters each of them: the only place that fills the table, which is empty before.</summary>
internal static class FilledOnce
{
    private static readonly string[] Starts = { "Start", "StartAsync", "OnStart", "OnStarting", "StartingAsync", "Startup", "Init", "InitAsync", "Initialize", "InitializeAsync", "OnInitialized", "Bootstrap" };

    /// <summary>By which one of several is told from the others.</summary>
    private static readonly string[] Names = { "Id", "Name", "Key", "Uri", "Url", "Path", "Address", "Guid" };

    public static bool Is(Holder holder, Store store, AccessNode access) => store.IsCollection && !store.IsStatic && access is { Depth: 0, Key: { } key }
        && Structure.EnclosingLoop(access) is { Source: not null } && IsNameOf(key, access)
        && (IsByHost(access.Body.Outermost.Member.Method) || store.Accesses.TrueForAll(a => a == access || !a.Inserts || a.Member == "initializer" || Callers.IsConstruction(a.Body.Member))) && RunsAtStart(holder, access, 0);

    /// <summary>The element of the turn itself, its name, or that of the newcomer.</summary>
    private static bool IsNameOf(Value key, AccessNode access)
    {
        var known = Known(key);
        return known.Kind == ValueKind.EachElement || known.Owner is { } owner && known.Asked is { } asked && Array.IndexOf(Names, asked.Name) >= 0
            && (Known(owner).Kind == ValueKind.EachElement || access.Inserted is { } newcomer && Canon.Same(owner, newcomer));
    }

    private static Value Known(Value value) => value is { Kind: ValueKind.Local, Local.Single: { } single } ? single : value;

    /// <summary>The host starts its services once, before anything else can put something in.</summary>
    private static bool IsByHost(IMethodSymbol? method) => method?.Name is "StartAsync" or "StartingAsync" && method.ContainingType.AllInterfaces.Any(i => i.Name is "IHostedService" or "IHostedLifecycleService"
        && i.GetMembers(method.Name).Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method)));

    /// <summary>In a member that is the start by its whole name, or in a helper that such a one calls at one place.</summary>
    private static bool RunsAtStart(Holder holder, Node step, int depth)
    {
        if (step.Body.Enclosing != null && !step.Body.RunsInline || step.Body.Outermost.Member is not { Method: { } method } member || method.Parameters.Any(p => !IsOfHost(p.Type.Name)) || holder.Roots.Reaching(step.Body, _ => true) != null)
            return false;
        var calls = holder.Callers.Of(member);
        return holder.Callers.IsClosed(member) ? depth < 3 && calls.Count == 1 && Structure.EnclosingLoop(calls[0]) == null && RunsAtStart(holder, calls[0], depth + 1)
            : calls.Count == 0 && Starting.IsCalledOnceOutside(holder, member) && Array.IndexOf(Starts, method.Name.Substring(method.Name.LastIndexOf('.') + 1)) >= 0;
    }

    private static bool IsOfHost(string type) => type is "CancellationToken" or "IServiceProvider" or "IConfiguration";
}
