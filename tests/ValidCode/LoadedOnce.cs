using System.Collections;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Reflection;

// What a program loads once, works out again, puts there in any case, or tells its caller of.
namespace LeakGuard.ValidCode.LoadedOnce
{
    /// <summary>A helper works out the table of a rank; asked again, it works out the same.</summary>
    public static class Ranks
    {
        private static readonly Hashtable[] s_byName = new Hashtable[4];

        public static Type? Find(string name, int rank)
        {
            if (s_byName[rank] == null)
                s_byName[rank] = FindAll(rank, typeof(Ranks).Assembly);
            return s_byName[rank][name] as Type;
        }

        private static Hashtable FindAll(int rank, Assembly assembly)
        {
            var found = new Hashtable();
            foreach (var type in assembly.GetTypes())
            {
                if (type.Name.Length == rank)
                    found[type.Name] = type;
            }

            return found;
        }
    }

    /// <summary>A region gets a new table in any case.</summary>
    public static class Regions
    {
        private static readonly Dictionary<int, Dictionary<int, string>> s_houses = new();

        public static int Load(int region, string path)
        {
            if (!s_houses.ContainsKey(region))
                s_houses.Add(region, new Dictionary<int, string>());
            else
                s_houses[region] = new Dictionary<int, string>();
            foreach (var line in File.ReadLines(path))
                s_houses[region].Add(line.Length, line);
            return s_houses[region].Count;
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ScriptLoadedAttribute : Attribute;

    public sealed class Actor
    {
        public List<string> Lines { get; } = new();

        public string Name { get; set; } = string.Empty;
    }

    /// <summary>Who loads scripts looks for the attribute.</summary>
    public static class Quest
    {
        private static readonly Actor[] s_actors = new Actor[4];

        public static int Count => s_actors.Count(a => a != null);

        [ScriptLoaded]
        public static void WhenLoaded(object sender, EventArgs args)
        {
            for (var i = 0; i < s_actors.Length; i++)
            {
                if (s_actors[i] == null)
                {
                    s_actors[i] = new Actor { Name = "guard " + i };
                    s_actors[i].Lines.Add("Halt!");
                }
            }
        }
    }

    public sealed class Claims
    {
        private readonly ConcurrentDictionary<string, string> _claims = new();

        public bool TryClaim(string key, string owner) => _claims.TryAdd(key, owner);

        public void Release(string key) => _claims.TryRemove(key, out _);

        public string? OwnerOf(string key) => _claims.TryGetValue(key, out var owner) ? owner : null;
    }

    /// <summary>The caller is told whether the claim is taken anew.</summary>
    public sealed class Runner(Claims claims)
    {
        public async Task RunAsync(string key)
        {
            if (!Claim(key, Environment.MachineName, key.Length > 3 ? 3 : null))
                return;
            try
            {
                await Task.Delay(1);
            }
            finally
            {
                claims.Release(key);
            }
        }

        private bool Claim(string key, string owner, int? slot)
        {
            if (claims.TryClaim(key, owner))
                return true;

            if (!slot.HasValue)
            {
                if (claims.OwnerOf(key) is { Length: > 3 })
                {
                    claims.Release(key);
                    return claims.TryClaim(key, owner);
                }

                return false;
            }

            if (slot.Value > 4)
                return false;
            claims.Release(key);
            return claims.TryClaim(key, owner);
        }
    }

    /// <summary>The end forgets the links and ends none: each ends with the token, and says so.</summary>
    public sealed class Topics : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _links = new();
        private readonly CancellationTokenSource _stop = new();

        public TcpClient Open(string host)
        {
            if (_links.TryGetValue(host, out var known))
                return known;
            var link = new TcpClient(host, 80);
            _stop.Token.Register(() => link.Dispose());
            if (_links.TryAdd(host, link))
                return link;
            link.Dispose();
            return _links[host];
        }

        public void Close(string host)
        {
            if (_links.TryRemove(host, out var link))
                link.Dispose();
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
            _links.Clear();
        }
    }
}
