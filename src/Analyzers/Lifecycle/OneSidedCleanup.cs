using System.Collections.Generic;
using LeakGuard.Facts;

namespace LeakGuard.Lifecycle;

/// <summary>How a cleanup misses some ways out of an operation, in words and places.</summary>
internal sealed class OneSidedCleanup
{
    public const string OnSuccess = "success";
    public const string OnFailure = "failure";
    public const string EarlyExit = "early";
    public const string OtherRegistry = "registry";
    public const string OnKill = "kill";

    public OneSidedCleanup(string kind, string how, string when, params Node?[] places)
    {
        Kind = kind;
        How = how;
        When = when;
        foreach (var place in places)
        {
            if (place != null)
                Places.Add(place);
        }
    }

    public string Kind { get; }

    /// <summary>On which way the release happens.</summary>
    public string How { get; }

    /// <summary>When it does not.</summary>
    public string When { get; }

    public List<Node> Places { get; } = new();
}
