using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Waits of a handler that has switched off what calls it.</summary>
internal static class SwitchedOff
{
    /// <summary>
    /// _watcher.EnableRaisingEvents = false; … Reload(); …: what delivers is switched off while the handler waits, and not on again before, so that nothing
    /// comes meanwhile. Of a process it is the exit alone that is told no more.
    /// </summary>
    public static bool Is(Holder holder, CallbackRoot root, BlockingPath path) => root.Registration is RegisterNode { Publisher: { } publisher, Member.Name: var told }
        && root.Body.Member.Assigns.Exists(a => a.Value.IsFalse && IsSwitch(a) && (a.Place.Symbol!.ContainingType.Name != "Process" || told == "Exited") && a.Place.A is { } source && (Canon.Same(source, publisher) || source.Symbol is IParameterSymbol { Ordinal: 0 }) && Structure.IsOnTheWay(a, path.Entry)
            && !IsSwitchedOn(holder, path.Entry, a.Order)) && path.Calls.Concat(new[] { path.Operation }).All(c => c.Body == root.Body || !IsSwitchedOn(holder, c, -1));

    /// <summary>Also by a helper: Resume();</summary>
    private static bool IsSwitchedOn(Holder holder, Node wait, int after) => wait.Body.Member.Calls.Exists(c => c != wait && c.Body == wait.Body && c.Order > after && c.Order < wait.Order && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && !Structure.Exclude(c, wait)
            && holder.Summaries.Reached(helper).Exists(f => f.Assigns.Exists(a => a.Value.IsTrue && IsSwitch(a))))
        || wait.Body.Member.Assigns.Exists(a => a.Body == wait.Body && a.Order > after && a.Order < wait.Order && !a.Value.IsFalse && IsSwitch(a) && !Structure.Exclude(a, wait));

    private static bool IsSwitch(AssignNode assign) => assign.Place.Symbol is { Name: "EnableRaisingEvents", ContainingType: not null };
}
