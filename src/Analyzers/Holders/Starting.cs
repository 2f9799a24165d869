using System;
using LeakGuard.Facts;

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
            if (name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || !char.IsLower(name[prefix.Length]))
                && (facts.Method!.Parameters.Length == 0 || TakesNoKey(facts)))
                return true;
        }

        return false;
    }

    /// <summary>ConnectAsync, ListenAsync, CreatePipe: until it is done nobody uses what it makes, and when it fails it is tried again.</summary>
    public static bool Establishes(Microsoft.CodeAnalysis.IMethodSymbol method)
    {
        foreach (var prefix in new[] { "Connect", "Listen", "Create", "Establish", "Accept", "Handshake", "Login", "LogIn" })
        {
            if (method.Name.StartsWith(prefix, StringComparison.Ordinal) && (method.Name.Length == prefix.Length || !char.IsLower(method.Name[prefix.Length])))
                return true;
        }

        return false;
    }

    /// <summary>StartJob(id) starts one of many; Start(options, token) starts the holder.</summary>
    private static bool TakesNoKey(MemberFacts facts)
    {
        foreach (var parameter in facts.Method!.Parameters)
        {
            if (parameter.Type.SpecialType is Microsoft.CodeAnalysis.SpecialType.System_String or Microsoft.CodeAnalysis.SpecialType.System_Int32 or Microsoft.CodeAnalysis.SpecialType.System_Int64
                || parameter.Type.Name == "Guid" || parameter.Type.TypeKind == Microsoft.CodeAnalysis.TypeKind.TypeParameter)
                return false;
        }

        return true;
    }
}
