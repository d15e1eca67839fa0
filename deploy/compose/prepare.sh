#!/bin/sh
# Makes the demonstration federation: secrets, four nodes, agreements between all of them.
# Running it again keeps every secret and every node that is there.
# Usage: ./prepare.sh            (needs docker with compose, or COMPOSE="podman compose")
set -eu
umask 077
cd "$(dirname "$0")"

compose=${COMPOSE:-docker compose}
asker=pcc-pa
owners="customs-es fiu-nl coastguard-cv"
nodes="$owners $asker"

# One random secret per node.  The containers' account must be able to read the file that is
# mounted, so the folder around it keeps everybody else of this machine out.
make_secret() { # NODE
    [ -s "secrets/$1" ] && return
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"secrets/$1"
    chmod 0444 "secrets/$1"
}

# In a container of its own, which ends with the command: the node does not run yet.
once() { # NODE ARGUMENT...
    node=$1
    shift
    $compose run --rm --no-deps -T "$node" "$@"
}

# In the container of the running node.
tell() { # NODE ARGUMENT...
    node=$1
    shift
    $compose exec -T "$node" heliograph "$@"
}

init() { # NODE COUNTRY KIND NAME
    $compose run --rm --no-deps -T --entrypoint test "$1" -s /var/lib/heliograph/node/node.toml &&
        return
    once "$1" init --id "$1" --country "$2" --kind "$3" --name "$4" --address "$1:7400" \
        --contact-desk "Duty desk" --contact-channel SIENA --contact-address "$2-DEMO-01"
}

# Entries are public; the containers read them through a mounted folder.
export_entry() { # NODE
    tell "$1" peer export >"exchange/$1.json"
    chmod 0444 "exchange/$1.json"
}

introduce() { # NODE PEER
    [ "$1" = "$2" ] ||
        tell "$1" peer add "/exchange/$2.json" --agreement /exchange/agreement.toml --yes
}

mkdir -p secrets exchange
chmod 0755 exchange
install -m 0444 ../config/agreement.example.toml exchange/agreement.toml
for node in $nodes; do make_secret "$node"; done

$compose build
init customs-es ES customs "Customs, Spain (demonstration)"
init fiu-nl NL financial-intelligence "FIU, Netherlands (demonstration)"
init coastguard-cv CV coast-guard "Coast guard, Cabo Verde (demonstration)"
init pcc-pa PA cooperation-centre "Cooperation centre, Panama (demonstration)"
$compose up --detach --wait
for node in $nodes; do rm -f "exchange/$node.json" && export_entry "$node"; done
for node in $nodes; do
    for peer in $nodes; do introduce "$node" "$peer"; done
done
echo "four nodes are up and know each other; ask from the centre, for example:"
echo "  $compose exec $asker heliograph peer test customs-es"
