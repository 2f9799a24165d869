using System;
using System.Collections.Generic;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Callbacks;

/// <summary>LEAK3001: puts a bounded queue and a worker between the event and the work, or makes the handler asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveWaitOutOfCallbackFix))]
[Shared]
public sealed class MoveWaitOutOfCallbackFix : LeakFix
{
    /// <summary>Equivalence key of the fix that writes a bounded queue and a worker.</summary>
    public const string QueueKey = "LeakGuard.BoundedQueueAndWorker";

    /// <summary>Equivalence key of the fix that awaits in the handler.</summary>
    public const string AsyncKey = "LeakGuard.AsynchronousHandler";

    /// <summary>Made by the host.</summary>
    public MoveWaitOutOfCallbackFix()
        : base("LEAK3001")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (HandlerSite.Of(request) is not { } site)
            yield break;
        if (QueuedHandler.Plan(request, site) is { } queued && Synthesis.Trial.Compiles(request, queued))
            yield return new FixPlan("Hand over to a bounded queue and a worker", QueueKey, site.Type.FullSpan, queued);
        if (AsyncHandler.Plan(request, site, out var touched) is { } awaited && Synthesis.Trial.Compiles(request, awaited))
            yield return new FixPlan("Await in the handler", AsyncKey, touched, awaited);
    }
}
